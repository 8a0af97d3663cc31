/**
 * The walk of one request, whole on one screen. Every step is one call into the folder named beside it; what a step refuses
 * leaves as a coded error (docs/lifecycle.md draws them all).
 */
import type { Apollo } from './http/apollo-server.ts';
import { readGraphqlBody } from './http/graphql-body.ts';
import type { GraphqlHandler, GraphqlRequest } from './http/graphql-request.ts';
import { PUBLIC } from './plan/rights.ts';
import type { ShortLane } from './short-lane.ts';
import type { Caller as Call } from './supergraph/caller.ts';

export interface Pipeline {
  readonly apollo: Apollo<Call>;
  /** Absent when every request is to go through Apollo Server. */
  readonly shortLane?: ShortLane;
  /** ms a request may take */
  readonly requestTimeout: number;
}

export function createPipeline({ apollo, shortLane, requestTimeout }: Pipeline): GraphqlHandler {
  return async (request) => {
    const body = request.body && readGraphqlBody(request.body); //              http/        400
    const call = callOf(request, requestTimeout); //                            guard/       401 403 429
    const short = body && shortLane?.(request, body, call); //                  supergraph/  plan/  execute/  fetch/  reply/
    return short ?? apollo.answer(request, body, call); //                      the same, by way of Apollo Server
  };
}

function callOf(request: GraphqlRequest, requestTimeout: number): Call {
  return { rights: PUBLIC, headers: request.headers, deadline: performance.now() + requestTimeout, signal: request.signal };
}
