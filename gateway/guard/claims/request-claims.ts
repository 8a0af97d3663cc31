/** Ties a request's claims to its headers object, which every fetch of the request hands on: the executor need not know of callers. */
import type { CallerClaims, CarriedClaims } from '../../fetch/caller-claims.ts';
import type { Caller } from '../identity/caller.ts';
import { claimsSubjectOf, type SignClaims } from './sign-claims.ts';

export interface RequestClaims extends CallerClaims {
  /**
   * Says once who asks, before the first fetch. Without it subgraphs are told that the gateway asks for itself, who may do nothing.
   * @param headers the very object that goes into `SubgraphRequest.headers`
   */
  attach(headers: object, caller: Caller, purpose?: string): void;
}

/** The gateway asking for itself, as probes do: a subgraph answers, and gives nothing that needs a right. */
const GATEWAY: CarriedClaims = { subject: Object.freeze({ sub: 'gateway', roles: [], scopes: [] }), identity: 'gateway' };

/** @param sign absent where no subgraph asks for signed claims; those in this process are told all the same */
export function requestClaims(sign?: SignClaims): RequestClaims {
  const carried = new WeakMap<object, CarriedClaims>();
  return {
    sign,
    of: (headers) => carried.get(headers) ?? GATEWAY,
    attach: (headers, caller, purpose) =>
      void carried.set(headers, { subject: claimsSubjectOf(caller, purpose), identity: `${caller.rowsKey} ${purpose ?? ''}` }),
  };
}
