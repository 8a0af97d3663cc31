/**
 * The short lane: a query that is prepared already skips Apollo Server, about which everything is known by then.
 * Whatever is not plain (a GET, an unusual `accept`, extensions such as a persisted query's hash) is "not mine",
 * said before anything has run. Answers are byte for byte those of Apollo Server; the contract suite runs both.
 */
import type { Outcome } from './execute/compile-operation.ts';
import type { Fetcher } from './fetch/subgraph-request.ts';
import type { GraphqlBody } from './http/graphql-body.ts';
import type { GraphqlReply, GraphqlRequest } from './http/graphql-request.ts';
import type { PreparedOperation } from './plan/prepared-operation.ts';
import { knownContentType, responseText } from './reply/response-text.ts';
import type { Caller as Call } from './supergraph/caller.ts';
import type { Pinned } from './supergraph/generation.ts';

/** @returns the reply to come, or `undefined`: not mine, ask Apollo Server */
export type ShortLane = (request: GraphqlRequest, body: GraphqlBody, call: Call) => Promise<GraphqlReply> | undefined;

/** @param pin keeps the current generation alive until it is released */
export function shortLane(pin: () => Pinned, fetcher: Fetcher): ShortLane {
  return (request, body, call) => {
    const contentType = knownContentType(request.headers['accept']);
    if (contentType === undefined || !isPlain(body)) return undefined;
    const pinned = pin();
    const prepared = pinned.generation.operations.peek(body.query!, body.operationName ?? undefined, call.rights.key);
    if (prepared?.kind === 'query') return run(prepared, pinned, fetcher, body, call).then((outcome) => replyOf(outcome, contentType));
    pinned.release();
    return undefined;
  };
}

/** Asks for nothing beside its operation. */
function isPlain({ query, extensions }: GraphqlBody): boolean {
  return Boolean(query) && (!extensions || Object.keys(extensions).length === 0);
}

async function run(prepared: PreparedOperation, pinned: Pinned, fetcher: Fetcher, body: GraphqlBody, call: Call): Promise<Outcome> {
  try {
    const { headers, deadline, signal } = call;
    return await prepared.compiled.run({ variables: body.variables ?? undefined, fetcher, headers, deadline, signal });
  } finally {
    pinned.release();
  }
}

function replyOf(outcome: Outcome, contentType: string): GraphqlReply {
  return {
    status: outcome.refused ? 400 : 200,
    headers: { 'cache-control': 'no-store', 'content-type': contentType },
    body: responseText({ dataText: outcome.dataText, errors: outcome.errors }),
  };
}
