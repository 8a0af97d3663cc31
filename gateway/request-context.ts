/** What one request carries from its first stage to its last: made once, and handed on as it is. */
import type { AuthenticatedRequest, Guard } from './guard/guard.ts';
import type { GraphqlRequest } from './http/graphql-request.ts';
import { labelDecision, type LabelRules } from './plan/label-decision.ts';
import type { RequestTime } from './request-time.ts';
import type { OperationContext } from './supergraph/operation-context.ts';
import type { WorkPlace } from './work-gate.ts';

export interface RequestContext extends OperationContext {
  /** Who asks, for what purpose, and whether they ask for the plan. */
  readonly authenticated: AuthenticatedRequest;
  /** How long somebody waits: the deadline and whether the client has gone. */
  readonly signal: RequestTime;
  /** The request's place among those under way; absent where these have no bound. */
  readonly place?: WorkPlace;
}

export interface RequestContextParts {
  readonly request: GraphqlRequest;
  readonly authenticated: AuthenticatedRequest;
  readonly guard: Pick<Guard, 'authorizationFor'>;
  readonly labels: LabelRules;
  readonly time: RequestTime;
  readonly place: WorkPlace | undefined;
  /** Of a GET, with every digit. */
  readonly variables: OperationContext['variables'];
}

export function requestContext({
  request,
  authenticated,
  guard,
  labels,
  time,
  place,
  variables,
}: RequestContextParts): RequestContext {
  const { subgraphCaller, client } = authenticated;
  return {
    authenticated,
    subgraphCaller,
    client,
    place,
    variables,
    requestId: request.requestId,
    deadline: time.deadline,
    signal: time,
    authorizationFor: (generation) => guard.authorizationFor(generation, authenticated),
    chooseLabels: labelDecision(labels, request.headers),
  };
}
