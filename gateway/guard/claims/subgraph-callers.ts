/** The identities with which subgraphs are called for a caller: made before the first fetch of a request. */
import { forwardsAny, SubgraphCaller, type CallerClaims } from '../../fetch/subgraph-caller.ts';
import type { Caller } from '../identity/caller.ts';
import { claimsSubjects } from './sign-claims.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Makes the identity for a request's fetches.
 * @param headers of the request
 * @param month whose snapshot of counts callers without exact counts get: requests of two months never share an answer
 * @returns the same object for all requests of the caller that forward no header, so that values derived from it are computed once
 */
export type CallerFor = (headers: Headers, caller: Caller, purpose?: string, month?: string) => SubgraphCaller;

/** @param forwardHeaders names of the headers that any subgraph sees, in lower case */
export function subgraphCallers(forwardHeaders: readonly string[]): CallerFor {
  const claimsSubjectOf = claimsSubjects();
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
