/**
 * Several operations of one request (MAX_BATCH). They run at the same time, each with a place and an answer of its own; the answers stand in
 * the order of the operations. They share one time, one caller and one budget: as many requests are counted as there are operations, and
 * together they may cost what one request may.
 */
import type { GraphqlBody } from './http/graphql-body.ts';
import type { GraphqlReply } from './http/graphql-request.ts';
import { JSON_TYPE } from './http/media-type.ts';
import { refusal } from './http/refusal.ts';
import { isRefusal } from './http/report-failure.ts';
import { SCHEMA_VERSION_HEADER } from './supergraph/generation.ts';

/**
 * @param answerOne answers one of them; what it throws stands in the place of its answer
 * @param onFault told of what is no refusal
 * @returns a list, with status 200: no other is true of all of them
 */
export async function answerBatch(
  bodies: readonly GraphqlBody[],
  answerOne: (body: GraphqlBody) => Promise<GraphqlReply>,
  onFault: (thrown: unknown) => void = () => {},
): Promise<GraphqlReply> {
  const replies = await Promise.all(
    bodies.map((body) =>
      answerOne(body).catch((thrown: unknown) => {
        if (!isRefusal(thrown)) onFault(thrown);
        return refusal(thrown);
      }),
    ),
  );
  const version = replies.map(({ headers }) => headers[SCHEMA_VERSION_HEADER]).find(Boolean);
  return {
    status: 200,
    headers: {
      'content-type': JSON_TYPE,
      'cache-control': 'no-store',
      ...(version !== undefined && { [SCHEMA_VERSION_HEADER]: version }),
    },
    body: `[${replies.map(({ body }) => body.toString().trimEnd()).join(',')}]\n`,
    open: replies.every(({ open }) => open === true),
    onEnd: () => replies.forEach(({ onEnd }) => onEnd?.()),
  };
}
