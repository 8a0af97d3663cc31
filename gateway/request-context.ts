/** What one request carries from stage to stage: made once and handed on unchanged. */
import type { AuthenticatedRequest, Guard } from './guard/guard.ts';
import type { GraphqlRequest } from './http/graphql-request.ts';
import { labelDecision, type LabelRules } from './plan/label-decision.ts';
import type { RequestTime } from './request-time.ts';
import type { OperationContext } from './supergraph/operation-context.ts';
import type { RequestWatch } from './watch/request-watch.ts';
import type { WorkPlace } from './work-gate.ts';

/** One per request; handed on as what operations run with. */
export interface RequestContext extends OperationContext {
  /** Who the caller is, for what purpose they ask, and whether they want the plan. */
  readonly authenticated: AuthenticatedRequest;
  /** Aborted when the time is over or the client has gone. */
  readonly signal: RequestTime;
  /** Names in lower case: what the client calls itself is counted. */
  readonly headers: GraphqlRequest['headers'];
  /** True for a GET, which must not change anything. */
  readonly queriesOnly: boolean;
  /** Its place among the requests under way; absent where these have no bound. */
  readonly place?: WorkPlace;
  /** Where its stages note how long they took; absent where nobody observes. */
  readonly watch?: RequestWatch;
}

/** What a context is made from. */
export interface RequestContextParts {
  readonly request: GraphqlRequest;
  readonly authenticated: AuthenticatedRequest;
  readonly guard: Pick<Guard, 'authorizationFor'>;
  readonly labels: LabelRules;
  readonly time: RequestTime;
  readonly place: WorkPlace | undefined;
}

/** Authorization and override labels are worked out when a stage first needs them. */
export function requestContext({
  request,
  authenticated,
  guard,
  labels,
  time,
  place,
}: RequestContextParts): RequestContext {
  const { subgraphCaller, client } = authenticated;
  return {
    authenticated,
    subgraphCaller,
    client,
    place,
    queriesOnly: request.method === 'GET',
    requestId: request.requestId,
    contract: request.contract,
    watch: request.watch,
    headers: request.headers,
    deadline: time.deadline,
    signal: time,
    authorizationFor: (generation) => guard.authorizationFor(generation, authenticated),
    chooseLabels: labelDecision(labels, request.headers),
  };
}
