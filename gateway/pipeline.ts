/**
 * The walk of one request, whole on one screen. Every step is one call into the folder named beside it; what a step refuses
 * leaves as a coded error (docs/lifecycle.md draws them all).
 */
import { WorkAbandoned } from '../base/time-slices.ts';
import type { Outcome } from './execute/compile-operation.ts';
import type { Fetcher } from './fetch/subgraph-request.ts';
import type { AuthenticatedRequest, Guard } from './guard/guard.ts';
import type { Apollo } from './http/apollo-server.ts';
import { readGraphqlBody, type GraphqlBody } from './http/graphql-body.ts';
import type { GraphqlHandler, GraphqlReply, GraphqlRequest } from './http/graphql-request.ts';
import { refusal } from './http/refusal.ts';
import type { ReportFailure } from './http/report-failure.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { labelDecision, NO_LABELS, type LabelRules } from './plan/label-decision.ts';
import type { PreparedOperation } from './plan/prepared-operation.ts';
import { printPlan } from './plan/print-plan.ts';
import { RequestTimes, type RequestTime } from './request-time.ts';
import type { RequestDeduplication, Waiting } from './request-deduplication.ts';
import type { FastPath } from './fast-path.ts';
import type { WorkPlace, WorkGate } from './work-gate.ts';
import type { DisclosedResult, Call, RunOperation } from './supergraph/call.ts';

/** A call that the guard has admitted. */
export interface GuardedCall extends Call {
  readonly admitted: AuthenticatedRequest;
  readonly gone: RequestTime;
  readonly place?: WorkPlace;
}

export interface Pipeline {
  readonly guard: Guard;
  readonly names: PersistedDocuments;
  readonly apollo: Apollo<GuardedCall>;
  /** Absent when every request is to go through Apollo Server. */
  readonly fastPath?: FastPath<GuardedCall>;
  /** What decides which override labels hold; none unless told. */
  readonly labels?: LabelRules;
  /** ms a request may take */
  readonly requestTimeout: number;
  readonly onFailure: ReportFailure;
  /** Absent: what is under way has no bound. */
  readonly gate?: WorkGate;
}

export function createPipeline({ guard, names, apollo, fastPath, labels = NO_LABELS, requestTimeout, onFailure, gate }: Pipeline): GraphqlHandler {
  const times = new RequestTimes(requestTimeout);
  return async (request) => {
    const time = times.begin(request.signal); //                                      every step below ends within it  504
    const body = request.body && readGraphqlBody(request.body, guard.validateText); //   http/        400 413 415
    const admission = guard.authenticate(request.headers, request.clientAddress, request.requestId); // guard/ 401 403 429
    const admitted = admission instanceof Promise ? await time.bound(admission) : admission;
    const reply = await time.bound(inPlace(request, body, admitted, time)).catch((thrown: unknown) => refused(thrown, request));
    return { ...reply, headers: { ...reply.headers, ...admitted.replyHeaders } };
  };

  /**
   * What is under way is bounded (503 OVERLOADED); the place is left when the work is done, and not when somebody stops waiting for it. A
   * large answer that somebody still waits for counts until they have taken it.
   */
  async function inPlace(request: GraphqlRequest, body: GraphqlBody | undefined, admitted: AuthenticatedRequest, time: RequestTime): Promise<GraphqlReply> {
    const place = gate?.enter();
    try {
      const reply = await answer(request, body, admitted, time, place);
      const isLarge = place?.made(reply.status === 200 ? reply.body.length : undefined) === true;
      if (isLarge && !time.aborted) return { ...reply, ended: () => place!.leave() };
      place?.leave();
      return reply;
    } catch (thrown) {
      place?.leave();
      throw thrown;
    }
  }

  async function answer(asked: GraphqlRequest, given: GraphqlBody | undefined, admitted: AuthenticatedRequest, time: RequestTime, place: WorkPlace | undefined): Promise<GraphqlReply> {
    const { request, body, variables, remember } = names.resolveDocument(asked, given, admitted.caller, guard.validateText); // guard/ 200 400 403
    const call = callOf(request, guard, admitted, time, labels, place, variables ?? undefined);
    const short = body && fastPath?.(request, body, call); //                        supergraph/  plan/  then `guarded` below
    const reply = await (short ?? apollo.answer(request, body, call)); //             the same, by way of Apollo Server
    if (remember && reply.status === 200) remember();
    return reply;
  }

  /** Said here and not by the door, so that a page of another site may read it: clients of automatic hashes answer to it. */
  function refused(thrown: unknown, { requestId }: GraphqlRequest): GraphqlReply {
    onFailure(thrown, requestId);
    return refusal(thrown);
  }
}

export interface Guarded {
  readonly guard: Guard;
  readonly fetcher: Fetcher;
  /** Absent when each request is to run by itself. */
  readonly shared?: RequestDeduplication;
  /** Names of the headers that any subgraph sees, in lower case. */
  readonly forwardHeaders: readonly string[];
}

/** What both ways do with a prepared operation. */
export function guarded({ guard, fetcher, shared, forwardHeaders }: Guarded): RunOperation<GuardedCall> {
  return async (prepared, generation, variables, call) => {
    const settle = await guard.beforeExecution(prepared, generation, variables, call.admitted); // guard/     400 403 429
    call.gone.check(); //                                                             nothing has begun: 499 504
    const { headers } = call;
    const run = ({ gone: signal, deadline }: Waiting): Promise<Outcome> => prepared.compiled.run({ variables, fetcher, headers, deadline, signal }); // execute/ fetch/ reply/
    await call.place?.make(prepared, call.admitted.client, call.gone); //              503 when too much is being made
    if (call.admitted.plan === 'alone') return withPlan(await settle(NOTHING_RAN), prepared);
    const waiting = prepared.kind === 'query' ? call : TO_ITS_END;
    const outcome = await (shared?.run(prepared, variables, identityOf(call, forwardHeaders), waiting, run) ?? run(waiting));
    await call.place?.resume(); //                                                     waiting for subgraphs was no work
    call.gone.check(); //                                                             nobody is to read what would be protected now
    const settled = await wanted(settle(outcome), call.gone); // guard/  reply/  watch/
    return call.admitted.plan === undefined ? settled : withPlan(settled, prepared);
  };
}

/** Work that ended because nobody waits says so with the request's own code. */
async function wanted<Value>(work: Value | Promise<Value>, time: RequestTime): Promise<Value> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof WorkAbandoned) time.check();
    throw thrown;
  }
}

/**
 * A mutation that has begun goes on to its end, its further root fields included, whether anybody waits or not: of one that was cut in
 * the middle nobody could say what it did. Each of its questions is bounded by SUBGRAPH_TIMEOUT.
 */
const TO_ITS_END: Waiting = { gone: undefined, deadline: Infinity };

/** What a request for a plan alone gets as its data. */
const NOTHING_RAN: Outcome = { refused: false, data: null, dataText: 'null', errors: [] };

/** The plan that ran for this caller, denied fields taken out, where Apollo Router puts it: for programs and for people. */
function withPlan({ outcome, extensions }: DisclosedResult, { plan }: PreparedOperation): DisclosedResult {
  return { outcome, extensions: { ...extensions, apolloQueryPlan: { object: plan, text: printPlan(plan) } } };
}

/** Equal for callers whom no subgraph can tell apart: same rows, same frozen month, same purpose, same forwarded headers. */
function identityOf({ admitted, headers }: GuardedCall, forwardHeaders: readonly string[]): string {
  let identity = `${admitted.caller?.rowsKey ?? ''}\n${admitted.month ?? ''}\n${admitted.purpose ?? ''}`;
  for (const name of forwardHeaders) identity += `\n${headers[name] ?? ''}`;
  return identity;
}

function callOf(request: GraphqlRequest, guard: Guard, admitted: AuthenticatedRequest, time: RequestTime, labels: LabelRules, place: WorkPlace | undefined, variables: Call['variables']): GuardedCall {
  return { admitted, place, authorizationFor: (generation) => guard.authorizationFor(generation, admitted), headers: admitted.headers, deadline: time.deadline, gone: time, client: admitted.client, requestId: request.requestId, chooseLabels: labelDecision(labels, request.headers), variables };
}
