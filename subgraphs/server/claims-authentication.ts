/**
 * The subgraph's own door: it answers its gateway only. Every request over HTTP, `_service` and `_entities` included, carries
 * claims that the gateway signed for this subgraph and this body (base/claims.ts). Without a key it is open to this
 * machine alone, for trying out, and never in production.
 */
import { claimsErrors, claimsVerifier, readClaimsKeys, type ClaimsSubject } from '../../base/claims.ts';
import type { Environment } from '../../base/environment.ts';
import { faultsOf } from '../../base/errors.ts';
import { hostNameOf, hostNameOfAddress, isLoopbackName } from '../../base/host-name.ts';
import { subgraphFault } from '../errors.ts';

const claimsFault = faultsOf(claimsErrors);

interface Knock {
  readonly method: string;
  readonly host: string | undefined;
  /** As it came; a list when it came twice. */
  readonly claims: string | readonly string[] | undefined;
  /** The bytes that were received, before they are parsed. */
  readonly body: Uint8Array;
}

/** @returns who asks @throws CodedError CLAIMS_* */
export type Authenticate = (knock: Knock) => ClaimsSubject;

export interface ClaimsAuthenticationOptions {
  readonly subgraph: string;
  /** As `npm run claims-key` prints them; absent for an open door. */
  readonly keys: string | undefined;
  readonly capacity: number | undefined;
  /** Where it listens. */
  readonly host: string;
  readonly nodeEnv: Environment;
}

/** Who asks where nobody is told apart: code of this process that names no caller, and everybody at an open door. */
export const UNGUARDED: ClaimsSubject = Object.freeze({
  sub: 'unguarded',
  roles: [],
  scopes: ['person:read', 'person:all-agencies', 'cell:exact'],
  cells: 'exact',
});

/** @throws CodedError CLAIMS_KEYS_MISSING */
export function claimsAuthentication({
  subgraph,
  keys,
  capacity,
  host,
  nodeEnv,
}: ClaimsAuthenticationOptions): Authenticate {
  if (keys !== undefined) return keyedDoor(claimsVerifier({ subgraph, keys: readClaimsKeys(keys), capacity }));
  if (nodeEnv === 'production') throw subgraphFault('CLAIMS_KEYS_MISSING', 'in production');
  if (!isLoopback(hostNameOfAddress(host))) throw subgraphFault('CLAIMS_KEYS_MISSING', `to listen on ${host}`);
  return openDoor;
}

function keyedDoor(verify: ReturnType<typeof claimsVerifier>): Authenticate {
  return ({ method, claims, body }) => {
    // What a GET asks stands in its URL, which no signature covers.
    if (method !== 'POST') throw claimsFault('CLAIMS_BAD', 'expected POST');
    return verify(claims, body);
  };
}

/** A page of another site can reach this machine under a name of its own; it then says that name. */
function openDoor({ host = '' }: Knock): ClaimsSubject {
  if (!isLoopback(hostNameOf(host))) throw claimsFault('CLAIMS_MISSING');
  return UNGUARDED;
}

const isLoopback = (name: string | undefined): boolean => name !== undefined && isLoopbackName(name);
