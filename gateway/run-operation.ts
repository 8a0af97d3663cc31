/** The stages between a plan and its answer, the same for the fast path and for Apollo Server: authorize and cost, execute, disclose. */
import { WorkAbandoned } from '../base/time-slices.ts';
import { madeResult, type ExecutionResult } from './execute/compile-operation.ts';
import type { Fetcher } from './fetch/subgraph-request.ts';
import type { Guard } from './guard/guard.ts';
import type { PreparedOperation } from './plan/prepared-operation.ts';
import { printPlan } from './plan/print-plan.ts';
import type { RequestContext } from './request-context.ts';
import type { RequestDeduplication, Waiting } from './plan/request-deduplication.ts';
import type { RequestTime } from './request-time.ts';
import type { DisclosedResult, RunOperation } from './supergraph/operation-context.ts';

export interface RunOperationOptions {
  readonly guard: Guard;
  readonly fetcher: Fetcher;
  /** Absent when each request is to run by itself. */
  readonly deduplication?: RequestDeduplication;
}

export function runOperation({ guard, fetcher, deduplication }: RunOperationOptions): RunOperation<RequestContext> {
  return async (prepared, generation, variables, context) => {
    const { authenticated, place, signal, subgraphCaller } = context;

    // Authorize and cost. Nothing has begun when it refuses.
    const afterExecution = await guard.beforeExecution(prepared, generation, variables, authenticated);
    signal.check();
    await place?.make(prepared, authenticated.client, signal);
    if (authenticated.plan === 'alone') return withPlan(await afterExecution(NOTHING_RAN), prepared);

    // Execute. Waiting for subgraphs is no work, so the place is taken back after it.
    const execute = ({ signal, deadline }: Waiting): Promise<ExecutionResult> =>
      prepared.compiled.run({ variables, fetcher, caller: subgraphCaller, deadline, signal });
    const waiting = prepared.kind === 'query' ? context : TO_ITS_END;
    const shared = deduplication?.run(prepared, variables, subgraphCaller.identity, waiting, execute);
    const result = await (shared ?? execute(waiting));
    await place?.resume();

    // Disclose, unless nobody is left to read it.
    signal.check();
    const disclosed = await wanted(afterExecution(result), signal);
    return authenticated.plan === undefined ? disclosed : withPlan(disclosed, prepared);
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
const TO_ITS_END: Waiting = { signal: undefined, deadline: Infinity };

/** What a request for a plan alone gets as its data. */
const NOTHING_RAN = madeResult(null);

/** The plan that ran for this caller, denied fields taken out, where Apollo Router puts it: for programs and for people. */
function withPlan({ outcome, extensions }: DisclosedResult, { plan }: PreparedOperation): DisclosedResult {
  return { outcome, extensions: { ...extensions, apolloQueryPlan: { object: plan, text: printPlan(plan) } } };
}
