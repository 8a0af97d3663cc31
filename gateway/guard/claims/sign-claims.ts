/** The gateway's half of base/claims.ts: a fresh signature for every request to a subgraph, a retry included. */
import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { claimsSealer, EXACT_SCOPE, type ClaimsSubject } from '../../../base/claims.ts';
import type { SignClaims } from '../../fetch/subgraph-caller.ts';
import type { Caller } from '../identity/caller.ts';
import { perCaller } from '../identity/per-caller.ts';

/** How long the times of claims are not written anew, in ms: a tenth of the shortest lifetime, by which claims then live less. */
const STAMP_HOLDS = 100;

export interface ClaimsSignerOptions {
  /** The gateway's own secret; each subgraph is given only the key derived for it. */
  readonly secret: string;
  /** ms a signature holds: as long as a request may take to arrive, since each is signed as it is sent. */
  readonly lifetime?: number;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

/** One subject object a caller is cheapest, and it must not change. */
export function claimsSigner({ secret, lifetime = 10_000, now = Date.now }: ClaimsSignerOptions): SignClaims {
  const signers = new Map<string, SubgraphSigner>();
  // Unique, not secret: the MAC covers it. A random start for each process and a count cost less than random bytes each time.
  const process = randomBytes(9).toString('base64url');
  let count = 0;
  let stamped = Number.NaN;
  let stamp = '';
  return (subject, subgraph, body) => {
    const { seal, whoOf } = remembered(signers, subgraph, () => signerFor(secret, subgraph));
    const time = now();
    if (!(time >= stamped && time < stamped + STAMP_HOLDS))
      stamp = `.${(stamped = time)}.${time + lifetime}.${process}`;
    return seal(whoOf(subject) + stamp + String(count++), body);
  };
}

interface SubgraphSigner {
  readonly seal: ReturnType<typeof claimsSealer>;
  /** A subject and the subgraph, as claims begin with them; written once a subject. */
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

/** The key one subgraph shares with the gateway: it says nothing about the secret or about any other subgraph's. */
export function claimsKey(secret: string, subgraph: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'sigap-graph', `claims:${subgraph}`, 32)));
}

/** A place for it: the month changes while the caller's object stays. */
const places = perCaller((): { subject?: ClaimsSubject } => ({}));

/** What subgraphs are told about a caller: one object for a caller and a purpose until the month changes, so that it is written once. */
export function claimsSubjectOf(caller: Caller, purpose?: string, month?: string): ClaimsSubject {
  const place = places(caller, purpose);
  if (place.subject === undefined || place.subject.month !== month) {
    place.subject = Object.freeze({
      sub: caller.id,
      roles: caller.roles,
      scopes: [...caller.scopes],
      cells: caller.scopes.has(EXACT_SCOPE) ? 'exact' : 'perturbed',
      agency: caller.agency,
      purpose,
      month,
    });
  }
  return place.subject;
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
