/** As whom subgraphs are asked for a caller: made before the first fetch of a request. */
import { forwardsAny, SubgraphCaller, type CallerClaims } from '../../fetch/subgraph-caller.ts';
import type { Caller } from '../identity/caller.ts';
import { claimsSubjectOf } from './sign-claims.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * @param headers of the request
 * @param month whose monthly snapshot serves who may not see exact counts: callers of two months never share an answer
 * @returns where none of the headers is forwarded one for all requests of the caller, so that what is worked out from it is worked out once
 */
export type CallerFor = (headers: Headers, caller: Caller, purpose?: string, month?: string) => SubgraphCaller;

/** @param forwardHeaders names of the headers that any subgraph sees, in lower case */
export function subgraphCallers(forwardHeaders: readonly string[]): CallerFor {
  const plain = new WeakMap<CallerClaims['subject'], SubgraphCaller>();
  return (headers, caller, purpose, month) => {
    const subject = claimsSubjectOf(caller, purpose, month);
    let known = plain.get(subject);
    if (known === undefined)
      plain.set(
        subject,
        (known = new SubgraphCaller(
          {},
          { subject, identity: `${caller.rowsKey} ${month ?? ''} ${purpose ?? ''}` },
          forwardHeaders,
        )),
      );
    return forwardsAny(headers, forwardHeaders) ? new SubgraphCaller(headers, known.claims, forwardHeaders) : known;
  };
}
