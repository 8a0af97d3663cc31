/**
 * Authenticates the gateway: a subgraph answers nobody else. Every request over HTTP, `_service` and `_entities` included, carries
 * claims that the gateway signed for this subgraph and this body (base/claims.ts). Without a key the subgraph is open to this
 * machine alone, for trying out, and never in production.
 */
import { claimsErrors, claimsVerifier, readClaimsKeys, type ClaimsSubject } from '../../base/claims.ts';
import type { Environment } from '../../base/environment.ts';
import { faultsOf } from '../../base/errors.ts';
import { hostNameOf, hostNameOfAddress, isLoopbackName } from '../../base/host-name.ts';
import { subgraphFault } from '../errors.ts';

const claimsFault = faultsOf(claimsErrors);

interface ClaimedRequest {
  readonly method: string;
  readonly host: string | undefined;
  /** The header's value; a list when it was sent twice. */
  readonly claims: string | readonly string[] | undefined;
  /** The bytes that were received, before they are parsed. */
  readonly body: Uint8Array;
}

/** @returns the caller whom the claims name @throws CodedError CLAIMS_BAD, CLAIMS_MISSING and the other codes of base/claims.ts */
export type Authenticate = (request: ClaimedRequest) => ClaimsSubject;

/** What decides whose requests are accepted. */
export interface ClaimsAuthenticationOptions {
  /** Its name, which claims must name. */
  readonly subgraph: string;
  /** As `npm run claims-key` prints them; absent: every user of this machine is accepted. */
  readonly keys: string | undefined;
  /** How many requests are remembered against replay. */
  readonly capacity: number | undefined;
  /** The address that it listens on. */
  readonly host: string;
  readonly nodeEnv: Environment;
}

/** The caller where callers are not distinguished: code of this process that names none, and everybody while there is no key. */
export const UNGUARDED: ClaimsSubject = Object.freeze({
  sub: 'unguarded',
  roles: [],
  scopes: ['person:read', 'person:all-agencies', 'cell:exact'],
  cells: 'exact',
});

/** @throws CodedError CLAIMS_KEYS_MISSING without keys in production, or when other machines can reach the subgraph */
export function claimsAuthentication({
  subgraph,
  keys,
  capacity,
  host,
  nodeEnv,
}: ClaimsAuthenticationOptions): Authenticate {
  if (keys !== undefined) return withKeys(claimsVerifier({ subgraph, keys: readClaimsKeys(keys), capacity }));
  if (nodeEnv === 'production') throw subgraphFault('CLAIMS_KEYS_MISSING', 'in production');
  if (!isLoopback(hostNameOfAddress(host))) throw subgraphFault('CLAIMS_KEYS_MISSING', `to listen on ${host}`);
  return withoutKeys;
}

function withKeys(verify: ReturnType<typeof claimsVerifier>): Authenticate {
  return ({ method, claims, body }) => {
    // The query of a GET stands in its URL, which no signature covers.
    if (method !== 'POST') throw claimsFault('CLAIMS_BAD', 'expected POST');
    return verify(claims, body);
  };
}

/** A page of another site can reach this machine under a name of its own (DNS rebinding); the Host header then has that name. */
function withoutKeys({ host = '' }: ClaimedRequest): ClaimsSubject {
  if (!isLoopback(hostNameOf(host))) throw claimsFault('CLAIMS_MISSING');
  return UNGUARDED;
}

const isLoopback = (name: string | undefined): boolean => name !== undefined && isLoopbackName(name);
