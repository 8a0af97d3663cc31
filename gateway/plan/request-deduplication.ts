/**
 * Identical queries in flight run once. Identical means: the same prepared operation (and so the same text, name, authorization and
 * generation), the same variables, and callers whom no subgraph can distinguish. A result is never kept beyond its last waiting caller,
 * so no caller gets an older one than alone; nor what was so before a change, from a run that began before it. A run goes on while any caller waits for it, and is aborted when none does.
 */
import { JointAbortState, leavesEnoughTime, type AbortState } from '../../base/abort-state.ts';
import { CompactingMap } from '../../base/compacting-map.ts';
import type { ExecutionResult } from '../execute/compile-operation.ts';
import type { PreparedOperation } from './prepared-operation.ts';

type RawVariables = Readonly<Record<string, unknown>> | undefined;

/** A caller that waits for a run. */
export interface RunWaiter {
  /** Aborted when the caller has gone. */
  readonly signal?: AbortState;
  /** When it stops waiting, in ms of `performance.now()`. */
  readonly deadline: number;
}

/** Runs the operation for all callers that wait. */
type RunOnce = (waiting: RunWaiter) => Promise<ExecutionResult>;

/** Joins identical queries in flight. */
export interface RequestDeduplication {
  /**
   * Runs an operation, or joins an identical run. Mutations always run.
   * @param identity equal for callers whom no subgraph can distinguish
   */
  run(
    prepared: PreparedOperation,
    variables: RawVariables,
    identity: string,
    waiting: RunWaiter,
    run: RunOnce,
  ): Promise<ExecutionResult>;
  /** Something has changed: who asks from now on joins none of the runs that have begun. */
  partFromRuns(): void;
}

interface RunInFlight {
  readonly all: JointAbortState;
  readonly deadline: number;
  readonly outcome: Promise<ExecutionResult>;
}

/** Makes a deduplication without any runs. */
export function requestDeduplication(): RequestDeduplication {
  let operations = new WeakMap<PreparedOperation, CompactingMap<string, RunInFlight>>();
  return {
    partFromRuns: () => {
      operations = new WeakMap();
    },
    run(prepared, variables, identity, waiting, run) {
      if (prepared.kind !== 'query') return run(waiting);
      let runs = operations.get(prepared);
      if (runs === undefined) operations.set(prepared, (runs = new CompactingMap()));
      const key = `${identity.length}:${identity}${variables === undefined ? '' : JSON.stringify(variables)}`;
      const known = runs.get(key);
      if (known === undefined || !mayJoin(known, waiting.deadline)) return beginRun(runs, key, waiting, run);
      known.all.join(waiting.signal);
      return known.outcome;
    },
  };
}

/** A run without waiting callers is about to end without a result. */
function mayJoin({ all, deadline }: RunInFlight, wanted: number): boolean {
  return !all.aborted && leavesEnoughTime(deadline, wanted, performance.now());
}

function beginRun(
  runs: CompactingMap<string, RunInFlight>,
  key: string,
  { signal: gone, deadline }: RunWaiter,
  run: RunOnce,
): Promise<ExecutionResult> {
  const all = new JointAbortState(gone);
  const outcome = run({ signal: all, deadline }).finally(() => {
    if (runs.get(key) === underWay) runs.delete(key);
  });
  const underWay: RunInFlight = { all, deadline, outcome };
  runs.set(key, underWay);
  return outcome;
}
