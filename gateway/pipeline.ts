/**
 * The walk of one request, whole on one screen. Each stage is one call into the module named beside it; what a stage refuses leaves as
 * a coded error (docs/lifecycle.md draws them all). Planning and writing are done in one of two ways, by the fast path or by Apollo
 * Server; both call `runOperation` in between.
 */
import type { AuthenticatedRequest, Guard } from './guard/guard.ts';
import type { FastPath } from './fast-path.ts';
import type { Apollo } from './http/apollo-server.ts';
import type { CrossOrigin } from './http/cross-origin.ts';
import { readGraphqlBody, type GraphqlBody } from './http/graphql-body.ts';
import type { GraphqlHandler, GraphqlReply, GraphqlRequest } from './http/graphql-request.ts';
import { refusal } from './http/refusal.ts';
import type { ReportFailure } from './http/report-failure.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { NO_LABELS, type LabelRules } from './plan/label-decision.ts';
import { requestContext, type RequestContext } from './request-context.ts';
import { RequestTimes, type RequestTime } from './request-time.ts';
import type { CarriedContext } from './supergraph/compiled-gateway.ts';
import type { WorkGate, WorkPlace } from './work-gate.ts';

export interface Pipeline {
  /** Bounds a body's shape before it is parsed. @throws CodedError */
  readonly validateText: (text: string) => void;
  readonly crossOrigin: CrossOrigin;
  readonly guard: Guard;
  readonly documents: PersistedDocuments;
  readonly apollo: Apollo<CarriedContext<RequestContext>>;
  /** Absent when every request is to go through Apollo Server. */
  readonly fastPath?: FastPath<RequestContext>;
  /** What decides which override labels hold; none unless told. */
  readonly labels?: LabelRules;
  /** ms a request may take */
  readonly requestTimeout: number;
  readonly onFailure: ReportFailure;
  /** Absent: what is under way has no bound. */
  readonly gate?: WorkGate;
}

export function createPipeline({
  validateText,
  crossOrigin,
  guard,
  documents,
  apollo,
  fastPath,
  labels = NO_LABELS,
  requestTimeout,
  onFailure,
  gate,
}: Pipeline): GraphqlHandler {
  const times = new RequestTimes(requestTimeout);
  return async (request) => {
    const time = times.begin(request.signal); //                                    every stage below ends within it                504
    const body = request.body && readGraphqlBody(request.body, validateText); // parse HTTP: http/graphql-body.ts                    400 413 415
    const originHeaders = crossOrigin.headersFor(request.headers); //               which pages may ask: http/cross-origin.ts        403
    const authenticated = await authenticate(request, time); //                     authenticate: guard/                            401 403 429
    const reply = await time
      .bound(inPlace((place) => answer({ request, body, authenticated, time, place }), time))
      .catch((thrown: unknown) => refused(thrown, request));
    return { ...reply, headers: { ...reply.headers, ...originHeaders } };
  };

  async function answer({
    request: received,
    body: sent,
    authenticated,
    time,
    place,
  }: Received): Promise<GraphqlReply> {
    const { request, body, variables, remember } = documents.resolveDocument(
      received,
      sent,
      authenticated.caller,
      validateText,
    ); // resolve document: persisted-documents.ts 200 400 403
    const context = requestContext({
      request,
      authenticated,
      guard,
      labels,
      time,
      place,
      variables: variables ?? undefined,
    });
    const reply = await ((body && fastPath?.(request, body, context)) ?? //            plan, run-operation.ts, write: fast-path.ts      400 403 429 503
      apollo.answer(request, body, { operation: context })); //                  the same by Apollo Server: supergraph/compiled-gateway.ts
    if (remember && reply.status === 200) remember();
    return reply;
  }

  function authenticate(
    { headers, clientAddress, requestId }: GraphqlRequest,
    time: RequestTime,
  ): AuthenticatedRequest | Promise<AuthenticatedRequest> {
    const authenticated = guard.authenticate(headers, clientAddress, requestId);
    return authenticated instanceof Promise ? time.bound(authenticated) : authenticated;
  }

  /**
   * What is under way is bounded (503 OVERLOADED); the place is left when the work is done, and not when somebody stops waiting for it. A
   * large answer that somebody still waits for counts until they have taken it.
   */
  async function inPlace(
    work: (place: WorkPlace | undefined) => Promise<GraphqlReply>,
    time: RequestTime,
  ): Promise<GraphqlReply> {
    const place = gate?.enter();
    try {
      const reply = await work(place);
      const isLarge = place?.made(reply.status === 200 ? reply.body.length : undefined) === true;
      if (isLarge && !time.aborted) return { ...reply, ended: () => place!.leave() };
      place?.leave();
      return reply;
    } catch (thrown) {
      place?.leave();
      throw thrown;
    }
  }

  /** Stated here and not by the HTTP handler, so that a page of another site may read it: clients of automatic hashes answer to it. */
  function refused(thrown: unknown, { requestId }: GraphqlRequest): GraphqlReply {
    onFailure(thrown, requestId);
    return refusal(thrown);
  }
}

interface Received {
  readonly request: GraphqlRequest;
  readonly body: GraphqlBody | undefined;
  readonly authenticated: AuthenticatedRequest;
  readonly time: RequestTime;
  readonly place: WorkPlace | undefined;
}
