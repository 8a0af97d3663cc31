/**
 * The stages of one request, all on one screen. What a stage refuses leaves as a coded error (docs/lifecycle.md draws them all). The request's
 * time (504) begins with the second stage here, when the whole request has been read, and ends when the reply is ready.
 *
 *     stage                       module                                            refuses with
 *     read HTTP, before this file http/own-hosts.ts, http/cross-origin.ts,
 *                                 http/cross-site-get.ts,
 *                                 http/graphql-handler.ts                           400 403 405 406 413 415 421 503
 *     parse                       http/graphql-body.ts, http/graphql-search.ts      400
 *     authenticate                guard/guard.ts                                    400 401 403 429 503
 *     enter                       work-gate.ts                                      503
 *     resolve document            persisted-documents.ts                            400 403, and 200 with an error
 *     plan, deny fields           plan/prepared-operations.ts, guard/policy/        400 403 500 503
 *     check inputs, reserve cost  run-operation.ts, guard/                          400 403 429 503
 *     start the answer            run-operation.ts, work-gate.ts                    503
 *     execute, or a kept answer   run-operation.ts, cache/, execute/, fetch/        400
 *     disclose                    run-operation.ts, guard/, audit/                  503
 *     write                       reply/, disclosure/, or Apollo Server
 *     send, after this file       http/graphql-handler.ts
 *
 * From planning on a request takes one of two ways, the fast path or Apollo Server (supergraph/compiled-gateway.ts). Both call run-operation.ts.
 */
import { answerBatch } from './answer-batch.ts';
import type { AuthenticatedRequest, Guard } from './guard/guard.ts';
import type { FastPath } from './fast-path.ts';
import type { Apollo } from './http/apollo-server.ts';
import { conditionalReply } from './http/conditional-reply.ts';
import { readGraphqlBody, type GraphqlBody } from './http/graphql-body.ts';
import { readGraphqlSearch } from './http/graphql-search.ts';
import { JSON_TYPE } from './http/media-type.ts';
import type { ReportFailure } from './http/report-failure.ts';
import type { GraphqlHandler, GraphqlReply, GraphqlRequest } from './http/graphql-request.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { NO_LABELS, type LabelRules } from './plan/label-decision.ts';
import { requestContext, type RequestContext } from './request-context.ts';
import { RequestTimes, type RequestTime } from './request-time.ts';
import type { AnswerNotes, CarriedContext } from './supergraph/compiled-gateway.ts';
import type { WorkGate, WorkPlace } from './work-gate.ts';

/** What the stages are made from. */
export interface Pipeline {
  /** Bounds the shape of JSON before it is parsed. @throws CodedError JSON_TOO_DEEP, NUMBER_UNSAFE, BAD_TEXT */
  readonly validateText: (text: string) => void;
  readonly guard: Guard;
  readonly documents: PersistedDocuments;
  readonly apollo: Apollo<CarriedContext<RequestContext>>;
  /** Absent when every request goes through Apollo Server. */
  readonly fastPath?: FastPath<RequestContext>;
  /** Decides which override labels hold; none when left out. */
  readonly labels?: LabelRules;
  /** ms a request may take */
  readonly requestTimeout: number;
  /** Bounds what is under way; absent: nothing does. */
  readonly gate?: WorkGate;
  /** The most operations of one request; one when left out. */
  readonly maxBatch?: number;
  /** Told of faults of this program in an operation of a batch, whose other answers leave. */
  readonly onFailure?: ReportFailure;
}

/** @returns a handler that rejects for what is refused as a whole: a malformed body, an unknown caller, no place, no time */
export function createPipeline(parts: Pipeline): GraphqlHandler {
  const times = new RequestTimes(parts.requestTimeout);
  return async (request) => {
    const time = times.begin(request.signal);
    const members = readMembers(request, parts);
    const operations = isBatch(members) ? members.length : 1;
    const authenticating = authenticate(parts, request, time, operations);
    const authenticated = await authenticating;
    noteCaller(request, authenticated, authenticating instanceof Promise);
    const received = { request, authenticated, time };
    const answered = isBatch(members) ? answerAll(parts, received, members) : answerOne(parts, received, members);
    return withStatusOfType(await time.bound(answered), request);
  };
}

function readMembers(
  { body, search }: GraphqlRequest,
  { validateText, maxBatch = 1 }: Pipeline,
): GraphqlBody | readonly GraphqlBody[] {
  return body === undefined ? readGraphqlSearch(search, validateText) : readGraphqlBody(body, validateText, maxBatch);
}

const isBatch = (members: GraphqlBody | readonly GraphqlBody[]): members is readonly GraphqlBody[] =>
  Array.isArray(members);

/** Nothing of a batch is noted of the request: the stages of its operations have no order. */
async function answerAll(
  parts: Pipeline,
  received: ReceivedRequest,
  bodies: readonly GraphqlBody[],
): Promise<GraphqlReply> {
  const request = { ...received.request, watch: undefined };
  const reply = await answerBatch(
    bodies,
    (body) => answerOne(parts, { ...received, request }, body),
    (thrown) => parts.onFailure?.(thrown, request.requestId),
  );
  // Some were ready in time, and nobody takes them any more.
  if (received.time.aborted) reply.onEnd?.();
  return reply;
}

async function answerOne(parts: Pipeline, received: ReceivedRequest, body: GraphqlBody): Promise<GraphqlReply> {
  return inPlace(parts.gate, received.time, (place) => answer(parts, { ...received, body, place }));
}

async function answer(parts: Pipeline, received: ReceivedOperation): Promise<GraphqlReply> {
  const { guard, documents, apollo, fastPath, labels = NO_LABELS } = parts;
  const { request, authenticated, time, place } = received;
  const { body, remember } = documents.resolveDocument(received.body, authenticated.caller);
  const context = requestContext({ request, authenticated, guard, labels, time, place });
  const reply = await (fastPath?.(request, body, context) ?? throughApollo(apollo, request, body, context));
  if (remember && isAnswered(reply)) remember();
  return conditionalReply(request, reply);
}

async function throughApollo(
  apollo: Pipeline['apollo'],
  request: GraphqlRequest,
  body: GraphqlBody,
  operation: RequestContext,
): Promise<GraphqlReply> {
  const notes: AnswerNotes = {};
  const reply = await apollo.answer(request, body, { operation, notes });
  const { keeping, ...noted } = notes;
  return { ...reply, ...noted, headers: { ...reply.headers, ...keeping?.headers } };
}

const isAnswered = ({ status, invalid = false }: GraphqlReply): boolean => status === 200 && !invalid;

/**
 * Under `application/json` a request that is one is answered with 200 even where its operation is not valid (GraphQL over HTTP): a client
 * that reads this type cannot know whether the answer of another status is the graph's. What the transport and the guard refuse keeps its
 * status: it holds for the request, whatever its operation is.
 */
function withStatusOfType(reply: GraphqlReply, { mediaType }: GraphqlRequest): GraphqlReply {
  return reply.invalid === true && mediaType === JSON_TYPE ? { ...reply, status: 200 } : reply;
}

function authenticate(
  { guard }: Pipeline,
  { headers, clientAddress, requestId }: GraphqlRequest,
  time: RequestTime,
  operations: number,
) {
  const authenticated = guard.authenticate(headers, clientAddress, requestId, operations);
  return authenticated instanceof Promise ? time.bound(authenticated) : authenticated;
}

function noteCaller({ watch }: GraphqlRequest, { caller }: AuthenticatedRequest, hasWaited: boolean): void {
  if (watch === undefined) return;
  watch.roles = caller?.roles;
  watch.endAfter(hasWaited, 'authenticate');
}

/**
 * What is under way is bounded (503 OVERLOADED). A request leaves its place when its work is done, not when its client stops waiting. A
 * large answer that a client still waits for counts until they have taken it.
 */
async function inPlace(
  gate: WorkGate | undefined,
  time: RequestTime,
  work: (place: WorkPlace | undefined) => Promise<GraphqlReply>,
): Promise<GraphqlReply> {
  const place = gate?.enter();
  try {
    const reply = await work(place);
    const isLarge = place?.finishAnswer(isAnswered(reply) ? reply.body.length : undefined) === true;
    if (isLarge && !time.aborted) return { ...reply, onEnd: () => place.leave() };
    place?.leave();
    return reply;
  } catch (thrown) {
    place?.leave();
    throw thrown;
  }
}

/** A request that has passed authentication. */
interface ReceivedRequest {
  readonly request: GraphqlRequest;
  readonly authenticated: AuthenticatedRequest;
  readonly time: RequestTime;
}

/** An operation of such a request that has a place. */
interface ReceivedOperation extends ReceivedRequest {
  readonly body: GraphqlBody;
  readonly place: WorkPlace | undefined;
}
