/** Ties a request's claims to its headers object, which every fetch of the request hands on: the executor need not know of callers. */
import { tied } from '../../../base/tied.ts';
import type { CallerClaims, CarriedClaims } from '../../fetch/caller-claims.ts';
import type { Caller } from '../identity/caller.ts';
import { claimsSubjectOf, type SignClaims } from './sign-claims.ts';

type Headers = Readonly<Record<string, string>>;

export interface RequestClaims extends CallerClaims {
  /**
   * Says once who asks, before the first fetch. Without it subgraphs are told that the gateway asks for itself, who may do nothing.
   * @param headers of the request
   * @param month whose frozen counts serve who may not see exact ones: callers of two months never share an answer
   * @returns what goes into `SubgraphRequest.headers`, that very object: the headers, or where none of them is forwarded one empty
   * object for all requests of the caller, so that what fetches work out from it is worked out once
   */
  headersFor(headers: Headers, caller: Caller, purpose?: string, month?: string): Headers;
}

export interface RequestClaimsOptions {
  /** Absent where no subgraph asks for signed claims; those in this process are told all the same. */
  readonly sign?: SignClaims;
  /** Names of the headers that any subgraph sees, in lower case. */
  readonly forwardHeaders: readonly string[];
}

/** The gateway asking for itself, as probes do: a subgraph answers, and gives nothing that needs a right. */
const GATEWAY: CarriedClaims = { subject: Object.freeze({ sub: 'gateway', roles: [], scopes: [] }), identity: 'gateway' };

export function requestClaims({ sign, forwardHeaders }: RequestClaimsOptions): RequestClaims {
  const carried = tied<CarriedClaims>('claims');
  const plain = new WeakMap<CarriedClaims['subject'], Headers>();

  /** The headers of a caller none of whose headers is forwarded. */
  const plainFor = (caller: Caller, purpose: string | undefined, month: string | undefined): Headers => {
    const subject = claimsSubjectOf(caller, purpose, month);
    let headers = plain.get(subject);
    if (headers === undefined) {
      headers = {};
      plain.set(subject, headers);
      carried.set(headers, { subject, identity: `${caller.rowsKey} ${month ?? ''} ${purpose ?? ''}` });
    }
    return headers;
  };

  return {
    sign,
    of: (headers) => carried.get(headers) ?? GATEWAY,
    headersFor: (headers, caller, purpose, month) => {
      const nothing = plainFor(caller, purpose, month);
      if (!forwardHeaders.some((name) => headers[name] !== undefined)) return nothing;
      carried.set(headers, carried.get(nothing)!);
      return headers;
    },
  };
}
