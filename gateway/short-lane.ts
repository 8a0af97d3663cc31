/**
 * The short lane: an operation that is prepared already skips Apollo Server, about which everything is known by then.
 * Whatever is not plain (a GET, an unusual `accept`, extensions such as a persisted query's hash) is "not mine",
 * said before anything has run. Answers are byte for byte those of Apollo Server; the contract suite runs both.
 */
import type { GraphqlBody } from './http/graphql-body.ts';
import type { GraphqlReply, GraphqlRequest } from './http/graphql-request.ts';
import { knownContentType, responseText } from './reply/response-text.ts';
import type { Call, OperationRunner, OperationText, Ran } from './run-operation.ts';

/** @returns the reply to come, or `undefined`: not mine, ask Apollo Server */
export type ShortLane = (request: GraphqlRequest, body: GraphqlBody, call: Call) => Promise<GraphqlReply> | undefined;

export function shortLane(runner: OperationRunner): ShortLane {
  return (request, body, call) => {
    const contentType = knownContentType(request.headers['accept']);
    const operation = contentType === undefined ? undefined : plainOperation(body);
    if (operation === undefined) return undefined;
    return runner.runPrepared(operation, call)?.then((ran) => replyOf(ran, contentType!));
  };
}

/** The operation of a body that asks for nothing beside it. */
function plainOperation(body: GraphqlBody): OperationText | undefined {
  if (!body.query || (body.extensions && Object.keys(body.extensions).length > 0)) return undefined;
  return { query: body.query, operationName: body.operationName ?? undefined, variables: body.variables ?? undefined };
}

function replyOf({ outcome }: Ran, contentType: string): GraphqlReply {
  return {
    status: outcome.refused ? 400 : 200,
    headers: { 'cache-control': 'no-store', 'content-type': contentType },
    body: responseText({ dataText: outcome.dataText, errors: outcome.errors }),
  };
}
