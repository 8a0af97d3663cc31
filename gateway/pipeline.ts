/**
 * The stages of one request, all on one screen. What a stage refuses leaves as a coded error (docs/lifecycle.md draws them all). The request's
 * time (504) begins with the second stage here, when the whole request has been read, and ends when the reply is ready.
 *
 *     stage                       module                                            refuses with
 *     read HTTP, before this file http/own-hosts.ts, http/cross-origin.ts,
 *                                 http/graphql-handler.ts                           400 403 405 406 413 415 421 503
 *     parse                       http/graphql-body.ts                              400
 *     authenticate                guard/guard.ts                                    400 401 403 429 503
 *     enter                       work-gate.ts                                      503
 *     resolve document            persisted-documents.ts                            400 403, and 200 with an error
 *     plan, deny fields           plan/prepared-operations.ts, guard/policy/        400 403 500 503
 *     check inputs, reserve cost  run-operation.ts, guard/                          400 403 429 503
 *     start the answer            run-operation.ts, work-gate.ts                    503
 *     execute                     run-operation.ts, execute/, fetch/                400
 *     disclose                    run-operation.ts, guard/, audit/                  503
 *     write                       reply/, disclosure/, or Apollo Server
 *     send, after this file       http/graphql-handler.ts
 *
 * From planning on a request takes one of two ways, the fast path or Apollo Server (supergraph/compiled-gateway.ts). Both call run-operation.ts.
 */
import type { AuthenticatedRequest, Guard } from './guard/guard.ts';
import type { FastPath } from './fast-path.ts';
import type { Apollo } from './http/apollo-server.ts';
import { readGraphqlBody, type GraphqlBody } from './http/graphql-body.ts';
import type { GraphqlHandler, GraphqlReply, GraphqlRequest } from './http/graphql-request.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { NO_LABELS, type LabelRules } from './plan/label-decision.ts';
import { requestContext, type RequestContext } from './request-context.ts';
import { RequestTimes, type RequestTime } from './request-time.ts';
import type { CarriedContext } from './supergraph/compiled-gateway.ts';
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
}

/** @returns a handler that rejects for what is refused as a whole: a malformed body, an unknown caller, no place, no time */
export function createPipeline(parts: Pipeline): GraphqlHandler {
  const times = new RequestTimes(parts.requestTimeout);
  return async (request) => {
    const time = times.begin(request.signal);
    const body = request.body && readGraphqlBody(request.body, parts.validateText);
    const authenticated = await authenticate(parts, request, time);
    noteCaller(request, authenticated);
    const answered = inPlace(parts.gate, time, (place) => answer(parts, { request, body, authenticated, time, place }));
    return time.bound(answered);
  };
}

async function answer(parts: Pipeline, received: ReceivedRequest): Promise<GraphqlReply> {
  const { guard, documents, apollo, fastPath, labels = NO_LABELS, validateText } = parts;
  const { authenticated, time, place } = received;
  const resolved = documents.resolveDocument(received.request, received.body, authenticated.caller, validateText);
  const { request, body, remember } = resolved;
  const variables = resolved.variables ?? undefined;
  received.request.watch?.end('resolve');
  const context = requestContext({ request, authenticated, guard, labels, time, place, variables });
  const fast = body && fastPath?.(request, body, context);
  const reply = await (fast ?? apollo.answer(request, body, { operation: context }));
  if (remember && reply.status === 200) remember();
  return reply;
}

function authenticate({ guard }: Pipeline, { headers, clientAddress, requestId }: GraphqlRequest, time: RequestTime) {
  const authenticated = guard.authenticate(headers, clientAddress, requestId);
  return authenticated instanceof Promise ? time.bound(authenticated) : authenticated;
}

function noteCaller({ watch }: GraphqlRequest, { caller }: AuthenticatedRequest): void {
  if (watch === undefined) return;
  watch.roles = caller?.roles;
  watch.end('authenticate');
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
    const isLarge = place?.finishAnswer(reply.status === 200 ? reply.body.length : undefined) === true;
    if (isLarge && !time.aborted) return { ...reply, onEnd: () => place.leave() };
    place?.leave();
    return reply;
  } catch (thrown) {
    place?.leave();
    throw thrown;
  }
}

/** A request that has passed authentication and has a place. */
interface ReceivedRequest {
  readonly request: GraphqlRequest;
  readonly body: GraphqlBody | undefined;
  readonly authenticated: AuthenticatedRequest;
  readonly time: RequestTime;
  readonly place: WorkPlace | undefined;
}
