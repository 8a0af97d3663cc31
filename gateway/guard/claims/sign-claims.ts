/** The gateway's half of base/claims.ts: a fresh signature for every request to a subgraph, a retry included. */
import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { bodyHashOf, claimsSealer, type ClaimsSubject } from '../../../base/claims.ts';
import type { Caller } from '../identity/caller.ts';

/** @returns the value of the header `CLAIMS_HEADER`. One subject object a caller is cheapest, and it must not change. */
export type SignClaims = (subject: ClaimsSubject, subgraph: string, body: string) => string;

export interface ClaimsSignerOptions {
  /** The gateway's own secret; each subgraph is given only the key derived for it. */
  readonly secret: string;
  /** ms a signature holds: as long as a request may take to arrive, since each is signed as it is sent. */
  readonly lifetime?: number;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

export function claimsSigner({ secret, lifetime = 10_000, now = Date.now }: ClaimsSignerOptions): SignClaims {
  const sealers = new Map<string, (subject: ClaimsSubject) => Seal>();
  // Unique, not secret: the MAC covers it. A random start for each process and a count cost less than random bytes each time.
  const process = randomBytes(9).toString('base64url');
  let count = 0;
  return (subject, subgraph, body) => {
    const seal = remembered(sealers, subgraph, () => sealerFor(secret, subgraph))(subject);
    const iat = now();
    return seal(`"${bodyHashOf(body)}","iat":${iat},"exp":${iat + lifetime},"jti":"${process}${(count++).toString(36)}"}`);
  };
}

type Seal = ReturnType<typeof claimsSealer>;

/** @returns what seals for one subgraph; all that a subject's claims begin with is written once */
function sealerFor(secret: string, subgraph: string): (subject: ClaimsSubject) => Seal {
  const key = claimsKey(secret, subgraph);
  const seals = new WeakMap<ClaimsSubject, Seal>();
  return (subject) => remembered(seals, subject, () => claimsSealer(key, `${JSON.stringify({ ...subject, subgraph }).slice(0, -1)},"bodyHash":`));
}

/** The key one subgraph shares with the gateway: it says nothing about the secret or about any other subgraph's. */
export function claimsKey(secret: string, subgraph: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'sigap-graph', `claims:${subgraph}`, 32)));
}

const subjects = new WeakMap<Caller, Map<string | undefined, ClaimsSubject>>();

/** What subgraphs are told about a caller: one object for a caller and a purpose until the month changes, so that it is written once. */
export function claimsSubjectOf(caller: Caller, purpose?: string, month?: string): ClaimsSubject {
  const known = remembered(subjects, caller, () => new Map<string | undefined, ClaimsSubject>());
  let subject = known.get(purpose);
  if (subject === undefined || subject.month !== month) {
    subject = Object.freeze({ sub: caller.id, roles: caller.roles, scopes: [...caller.scopes], agency: caller.agency, purpose, month });
    known.set(purpose, subject);
  }
  return subject;
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
