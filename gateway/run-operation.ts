/** The stages between a plan and its answer, the same for the fast path and for Apollo Server: check inputs and reserve cost, execute, disclose. */
import type { CodedError } from '../base/errors.ts';
import { WorkAbandoned } from '../base/time-slices.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import { cachingHeaders, freshnessOf, freshnessOfEntities, type AnswerCaching } from './cache/answer-caching.ts';
import { usedEntitiesOf } from './cache/used-entities.ts';
import { madeResult, type ExecutionResult } from './execute/compile-operation.ts';
import type { AskedOperation } from './cache/keeping-rules.ts';
import type { SubgraphCaller } from './fetch/subgraph-caller.ts';
import type { Fetcher } from './fetch/subgraph-request.ts';
import type { ExplainAnswer } from './explain/explain-answer.ts';
import type { Guard } from './guard/guard.ts';
import { httpFault } from './http/errors.ts';
import type { PreparedOperation } from './plan/prepared-operation.ts';
import { printPlan } from './plan/print-plan.ts';
import type { RequestContext } from './request-context.ts';
import type { RequestDeduplication, RunWaiter } from './plan/request-deduplication.ts';
import type { RequestTime } from './request-time.ts';
import type { Generation } from './supergraph/generation.ts';
import type { DisclosedResult, RunOperation } from './supergraph/operation-context.ts';
import { RequestWatch, type RequestTrace } from './watch/request-watch.ts';
import { fetchNotes } from './watch/watch-fetches.ts';

/** What operations run with. */
export interface RunOperationOptions {
  readonly guard: Guard;
  readonly fetcher: Fetcher;
  /** Runs identical queries under way once; absent: each request runs by itself. */
  readonly deduplication?: RequestDeduplication;
  /** Keeps answers; absent: each is made. */
  readonly cache?: Pick<AnswerCache, 'answer' | 'entities' | 'vary'>;
  /** A mutation has ended, however it did; before its client is answered. */
  readonly onMutated?: () => void;
  /** Explains the answers of requests that ask for it; absent: none is explained. */
  readonly explain?: ExplainAnswer;
}

/**
 * Runs a prepared operation for one request.
 * @returns rejects with the code of the stage that refuses; what a subgraph does wrong is in the outcome's errors
 */
export function runOperation(options: RunOperationOptions): RunOperation<RequestContext> {
  const runners = new WeakMap<ExecutionResult, RequestTrace>();
  return async (prepared, generation, variables, context) => {
    const { authenticated, place, signal, watch } = context;
    if (context.queriesOnly && prepared.kind !== 'query') throw notByGet(prepared.kind);
    const call: OperationCall = {
      prepared,
      generation,
      variables,
      context,
      explained: explainedNotes(options, context),
    };
    notePrepared(watch, prepared);

    // Check inputs, reserve cost. Denied fields are out of the plan already. A refusal comes before anything has run.
    const afterExecution = await options.guard.beforeExecution(prepared, generation, variables, authenticated);
    signal.check();
    watch?.end('check');
    const waiting = place?.startAnswer(prepared, authenticated.client, signal);
    if (waiting !== undefined) await waiting;
    watch?.endAfter(waiting !== undefined, 'wait');
    if (authenticated.plan === 'alone') return leaving(options, call, await afterExecution(NOTHING_RAN));

    // Execute, unless the answer is kept. A place that was lent while subgraphs worked is taken back afterwards.
    const { result, isShared, caching } = await answered(options, call);
    noteExecuted(watch, isShared);
    if (watch?.trace !== undefined && options.deduplication !== undefined)
      noteRunner(watch, watch.trace, isShared, runners, result);
    const resuming = place?.resume();
    if (resuming !== undefined) await resuming;
    watch?.endAfter(resuming !== undefined, 'resume');

    // Disclose, unless nobody waits for the answer any more.
    signal.check();
    const disclosed = await unlessAbandoned(afterExecution(result), signal);
    noteOutcome(watch, disclosed, result);
    return leaving(options, call, kept(disclosed, result, caching, options.cache?.vary), result);
  };
}

const notByGet = (kind: PreparedOperation['kind']): CodedError =>
  httpFault('METHOD', `expected a ${kind} by POST, got GET`, { extensions: { allow: 'POST' } });

/** One operation of one request. */
interface OperationCall {
  readonly prepared: PreparedOperation;
  readonly generation: Generation;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: RequestContext;
  /** Where its fetches are noted for its explanation; undefined where none is asked for. */
  readonly explained: RequestWatch | undefined;
}

/** What ran, or was kept. */
interface Answered {
  readonly result: ExecutionResult;
  /** Whether this request ran nothing itself. */
  readonly isShared: boolean;
  /** Absent where the answer may not be kept. */
  readonly caching?: AnswerCaching;
}

/** Gives the answer that is kept, or makes it; one that is made while nobody waits for it is noted of no request. */
async function answered(options: RunOperationOptions, call: OperationCall): Promise<Answered> {
  try {
    return await given(options, call);
  } finally {
    if (call.prepared.kind === 'mutation') options.onMutated?.();
  }
}

async function given(options: RunOperationOptions, call: OperationCall): Promise<Answered> {
  if (options.cache === undefined) return execute(options, call, { caller: call.context.subgraphCaller });
  let isShared = true;
  const cached = await options.cache.answer(askedOf(call), async (caller, waiting) => {
    const executed = await execute(options, call, { caller, waiting });
    if (waiting === undefined) ({ isShared } = executed);
    return executed.result;
  });
  return { ...cached, isShared };
}

const askedOf = ({ prepared, generation, variables, context }: OperationCall): AskedOperation => {
  const { contract, headers, authenticated } = context;
  return { prepared, generation, variables, contract, headers, authenticated };
};

/** For whom an operation runs. */
interface RunFor {
  /** As whom subgraphs are asked. */
  readonly caller: SubgraphCaller;
  /** Of an answer that no request waits for; absent: the request's. */
  readonly waiting?: RunWaiter;
}

/** An answer that is explained is its request's own run: nobody else's fetches stand in it. */
async function execute(
  { fetcher, deduplication, cache }: RunOperationOptions,
  call: OperationCall,
  { caller, waiting }: RunFor,
): Promise<Answered> {
  const { prepared, variables, context, explained } = call;
  const watch = waiting === undefined ? (explained ?? context.watch) : undefined;
  let isShared = true;
  const run = async (waiter: RunWaiter): Promise<ExecutionResult> => {
    isShared = false;
    const entities = cache?.entities.runOf(askedOf(call), fetcher);
    const { deadline, signal } = waiter;
    const notes = fetchNotes(watch);
    const made = await prepared.compiled.run({
      variables,
      fetcher: entities ?? fetcher,
      caller,
      notes,
      deadline,
      signal,
    });
    entities?.end(made);
    return made;
  };
  const waiter = waiting ?? (prepared.kind === 'query' ? context : TO_ITS_END);
  const shared =
    explained === undefined ? deduplication?.run(prepared, variables, caller.identity, waiter, run) : undefined;
  const result = await (shared ?? run(waiter));
  return { result, isShared };
}

/** Says how long others may keep the answer: as it was made, not where the guard has taken something out of it. */
function kept(
  disclosed: DisclosedResult,
  made: ExecutionResult,
  caching: AnswerCaching | undefined,
  vary = '',
): DisclosedResult {
  if (caching === undefined) return withOldEntities(disclosed, made);
  if (disclosed.outcome !== made) return disclosed;
  const { extensions } = disclosed;
  const freshness = freshnessOf(caching);
  const isOwn = extensions !== undefined || freshness !== undefined;
  const keeping = { headers: cachingHeaders(caching, isOwn, vary), ...(!isOwn && { body: caching.kept?.body }) };
  return { ...disclosed, extensions: freshness === undefined ? extensions : { ...extensions, freshness }, keeping };
}

/** Says so of an answer with entities that stand for a subgraph that does not answer. */
function withOldEntities(disclosed: DisclosedResult, made: ExecutionResult): DisclosedResult {
  const used = usedEntitiesOf(made);
  const freshness = used && freshnessOfEntities(used);
  return freshness === undefined ? disclosed : { ...disclosed, extensions: { ...disclosed.extensions, freshness } };
}

/** Adds what the caller wants to know of the answer: its plan, its explanation. @param executed absent where nothing was to run */
function leaving(
  { guard, explain }: RunOperationOptions,
  { prepared, generation, variables, context, explained }: OperationCall,
  disclosed: DisclosedResult,
  executed?: ExecutionResult,
): DisclosedResult | Promise<DisclosedResult> {
  const { authenticated, signal } = context;
  const answer = authenticated.plan === undefined ? disclosed : withPlan(disclosed, prepared);
  if (explained === undefined || answer.outcome.refused) return answer;
  const rules = guard.rulesBehind(prepared, generation, variables, authenticated);
  const notes = explained.fetches ?? [];
  const parts = { prepared, generation, executed, notes, rules, signal, client: authenticated.client };
  return unlessAbandoned(withExplanation(explain!, parts, answer), signal);
}

function notePrepared(watch: RequestWatch | undefined, prepared: PreparedOperation): void {
  if (watch === undefined) return;
  watch.operation = prepared;
  watch.end('plan');
}

function noteExecuted(watch: RequestWatch | undefined, isShared: boolean): void {
  if (watch === undefined) return;
  watch.shared = isShared;
  watch.end('execute');
}

/** A request that another one's run has answered names that one's trace. Whoever runs has its result first. */
function noteRunner(
  watch: RequestWatch,
  trace: RequestTrace,
  isShared: boolean,
  runners: WeakMap<ExecutionResult, RequestTrace>,
  result: ExecutionResult,
): void {
  if (isShared) watch.ranBy = runners.get(result);
  else runners.set(result, trace);
}

function noteOutcome(watch: RequestWatch | undefined, { outcome }: DisclosedResult, executed: ExecutionResult): void {
  if (watch === undefined) return;
  watch.outcome = outcome;
  watch.shownBy = executed.merged?.().plan;
  watch.end('disclose');
}

/** Work that was abandoned fails with the request's own code. @throws CodedError REQUEST_TIMEOUT, REQUEST_ABANDONED */
async function unlessAbandoned<Value>(work: Value | Promise<Value>, time: RequestTime): Promise<Value> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof WorkAbandoned) time.check();
    throw thrown;
  }
}

/**
 * A mutation that has begun runs to its end, further root fields included, whether anybody waits or not: nobody could know what one that
 * was cut off had done. Each of its fetches is bounded by SUBGRAPH_TIMEOUT.
 */
const TO_ITS_END: RunWaiter = { signal: undefined, deadline: Infinity };

/** The data of a request that only wants the plan. */
const NOTHING_RAN = madeResult(null);

/** Adds the plan that ran for this caller, without denied fields, where Apollo Router puts it: as an object and as text. */
function withPlan({ outcome, extensions }: DisclosedResult, { plan }: PreparedOperation): DisclosedResult {
  return { outcome, extensions: { ...extensions, apolloQueryPlan: { object: plan, text: printPlan(plan) } } };
}

/** Whoever observes the request may note its fetches already. */
function explainedNotes(
  { explain }: RunOperationOptions,
  { authenticated, watch, requestId }: RequestContext,
): RequestWatch | undefined {
  if (authenticated.explained !== true || explain === undefined) return undefined;
  return watch?.fetches === undefined ? new RequestWatch(requestId, '', {}, { withFetches: true }) : watch;
}

/** Adds why the answer is as it is. Its text and errors are made first, as they are without an explanation, which reads its data. */
async function withExplanation(
  explain: ExplainAnswer,
  parts: Omit<Parameters<ExplainAnswer>[0], 'outcome'>,
  { outcome, extensions }: DisclosedResult,
): Promise<DisclosedResult> {
  const [text, errors] = [outcome.dataText(), outcome.errors()];
  const made: ExecutionResult = {
    refused: false,
    dataText: () => text,
    errors: () => errors,
    data: () => outcome.data(),
  };
  return { outcome: made, extensions: { ...extensions, explain: await explain({ ...parts, outcome: made }) } };
}
