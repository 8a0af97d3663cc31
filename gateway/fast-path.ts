/**
 * The fast path: a query that is prepared already skips Apollo Server, which would only repeat what is known about it. Answers are byte for
 * byte those of Apollo Server; the contract suite runs both.
 */
import { GraphQLError } from 'graphql';
import { codedError, headersOf } from '../base/errors.ts';
import { NO_STORE } from './cache/answer-caching.ts';
import type { FormatError } from './http/apollo-server.ts';
import type { GraphqlReply, GraphqlRequest } from './http/graphql-request.ts';
import type { ReadableBody } from './persisted-documents.ts';
import type { PreparedOperation } from './plan/prepared-operation.ts';
import { formattedError, responseText, type ResponseParts } from './reply/response-text.ts';
import type { DisclosedResult, OperationContext, RunOperation } from './supergraph/operation-context.ts';
import { SCHEMA_VERSION_HEADER, schemaVersion, shownUnder, type Pinned } from './supergraph/generation.ts';

/** @returns the promised reply; `undefined` when the request has to go to Apollo Server, and nothing has run */
export type FastPath<C extends OperationContext> = (
  request: GraphqlRequest,
  body: ReadableBody,
  call: C,
) => Promise<GraphqlReply> | undefined;

/** What the fast path is made from. */
export interface FastPathOptions<C extends OperationContext> {
  /** Keeps the current generation alive until it is released. */
  readonly pin: () => Pinned;
  /** Runs the operation through the stages that Apollo Server's way runs too. */
  readonly run: RunOperation<C>;
  /** Masks an error before it leaves, and reports it where this program is at fault, as Apollo Server's way does. */
  readonly formatError: FormatError;
}

/** @returns the fast path, which finds prepared operations in the generation that is current when a request arrives */
export function fastPath<C extends OperationContext>(options: FastPathOptions<C>): FastPath<C> {
  return (request, body, call) => {
    const pinned = options.pin();
    try {
      const generation = shownUnder(pinned.generation, call.contract);
      const { operations } = generation;
      const prepared = operations.peek(
        body.query,
        body.operationName ?? undefined,
        call.authorizationFor(generation).key,
        call.chooseLabels,
      );
      if (prepared?.kind === 'query') {
        const headers = { 'content-type': request.mediaType, [SCHEMA_VERSION_HEADER]: schemaVersion(generation) };
        return answer(options, headers, call.requestId, run(options, prepared, pinned, body, call));
      }
    } catch (thrown) {
      pinned.release();
      throw thrown;
    }
    return release(pinned);
  };
}

/** An error while the answer is written fails the request as an error before that does. */
async function answer(
  { formatError }: Pick<FastPathOptions<OperationContext>, 'formatError'>,
  own: Readonly<Record<string, string>>,
  requestId: string,
  running: Promise<DisclosedResult>,
): Promise<GraphqlReply> {
  const reply = (status: number, parts: ResponseParts, headers?: Readonly<Record<string, string>>): GraphqlReply => ({
    status,
    headers: { ...NO_STORE, ...own, ...headers },
    body: responseText(parts, (error) => formatError(formattedError(error), error, requestId)),
  });
  try {
    const { outcome, extensions, open, keeping } = await running;
    if (keeping?.body !== undefined)
      return { status: 200, headers: { ...own, ...keeping.headers }, body: keeping.body, open };
    const parts = { dataText: outcome.dataText(), errors: outcome.errors(), extensions };
    return outcome.refused ? { ...reply(400, parts), invalid: true } : { ...reply(200, parts, keeping?.headers), open };
  } catch (thrown) {
    const error = codedError(thrown);
    return reply(
      error.status,
      {
        dataText: undefined,
        errors: [new GraphQLError(error.message, { originalError: error, extensions: error.extensions })],
      },
      headersOf(error),
    );
  }
}

/** Releases the generation once the operation has run. */
async function run<C extends OperationContext>(
  options: FastPathOptions<C>,
  prepared: PreparedOperation,
  pinned: Pinned,
  body: ReadableBody,
  call: C,
): Promise<DisclosedResult> {
  try {
    return await options.run(prepared, shownUnder(pinned.generation, call.contract), body.variables ?? undefined, call);
  } finally {
    pinned.release();
  }
}

function release(pinned: Pinned): undefined {
  pinned.release();
}
