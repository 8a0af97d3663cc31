/** The gateway's half of base/claims.ts: a new signature for every request to a subgraph, also for a retry. */
import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { claimsSealer, EXACT_SCOPE, type ClaimsSubject } from '../../../base/claims.ts';
import type { SignClaims } from '../../fetch/subgraph-caller.ts';
import type { Caller } from '../identity/caller.ts';
import { perCaller } from '../identity/per-caller.ts';

/** How long the time stamp of claims is reused, ms. A tenth of the shortest lifetime: claims are valid for that much less. */
const STAMP_HOLDS = 100;

/** What claims are signed with. */
export interface ClaimsSignerOptions {
  /** The gateway's own secret; each subgraph gets only the key derived for it. */
  readonly secret: string;
  /** How long a signature is valid, ms: as long as a request may take to arrive, since each is signed when it is sent. */
  readonly lifetime?: number;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

/** Makes a signer. Pass the same subject object for the same caller, as `claimsSubjects` does: each object is serialized once. */
export function claimsSigner({ secret, lifetime = 10_000, now = Date.now }: ClaimsSignerOptions): SignClaims {
  const signers = new Map<string, SubgraphSigner>();
  // The nonce must be unique, not secret. A random start per signer and a count cost less than random bytes for each request.
  const origin = randomBytes(9).toString('base64url');
  let count = 0;
  let stamped = Number.NaN;
  let stamp = '';
  return (subject, subgraph, body) => {
    const { seal, whoOf } = remembered(signers, subgraph, () => signerFor(secret, subgraph));
    const time = now();
    if (!(time >= stamped && time < stamped + STAMP_HOLDS)) stamp = `.${(stamped = time)}.${time + lifetime}.${origin}`;
    return seal(whoOf(subject) + stamp + String(count++), body);
  };
}

interface SubgraphSigner {
  readonly seal: ReturnType<typeof claimsSealer>;
  /** The first part of claims: the subject and the subgraph, serialized once per subject. */
  readonly whoOf: (subject: ClaimsSubject) => string;
}

function signerFor(secret: string, subgraph: string): SubgraphSigner {
  const known = new WeakMap<ClaimsSubject, string>();
  const write = (subject: ClaimsSubject): string =>
    Buffer.from(JSON.stringify({ ...subject, subgraph })).toString('base64url');
  return {
    seal: claimsSealer(claimsKey(secret, subgraph)),
    whoOf: (subject) => remembered(known, subject, () => write(subject)),
  };
}

/** The key that one subgraph shares with the gateway. It reveals neither the secret nor the key of another subgraph. */
export function claimsKey(secret: string, subgraph: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'sigap-graph', `claims:${subgraph}`, 32)));
}

/** What subgraphs learn about a caller. @param month whose snapshot of counts they get, `YYYY-MM` */
type ClaimsSubjectOf = (caller: Caller, purpose?: string, month?: string) => ClaimsSubject;

/** @returns makes one subject per caller and purpose until the month changes, so that each is serialized once */
export function claimsSubjects(): ClaimsSubjectOf {
  const newest = perCaller((): { subject?: ClaimsSubject } => ({}));
  return (caller, purpose, month) => {
    const held = newest(caller, purpose);
    if (held.subject === undefined || held.subject.month !== month) held.subject = subjectOf(caller, purpose, month);
    return held.subject;
  };
}

function subjectOf(caller: Caller, purpose: string | undefined, month: string | undefined): ClaimsSubject {
  return Object.freeze({
    sub: caller.id,
    roles: caller.roles,
    scopes: [...caller.scopes],
    cells: caller.scopes.has(EXACT_SCOPE) ? 'exact' : 'perturbed',
    agency: caller.agency,
    purpose,
    month,
  });
}

interface Memory<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

function remembered<Key, Value>(memory: Memory<Key, Value>, key: Key, make: () => Value): Value {
  let value = memory.get(key);
  if (value === undefined) memory.set(key, (value = make()));
  return value;
}
