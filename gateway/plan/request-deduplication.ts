/**
 * Identical queries in flight run once. Identical means: the same prepared operation (and so the same text, name, rights
 * and generation), the same variables, and a caller whom no subgraph could tell from the other. An answer is never kept
 * beyond its last waiting caller, so nobody gets an older one than they would have got alone; and a run goes on while
 * anybody waits for it, whoever began it, and ends when nobody does.
 */
import { JointAbortState, type AbortState } from '../../base/abort-state.ts';
import { CompactingMap } from '../fetch/compacting-map.ts';
import type { ExecutionResult } from '../execute/compile-operation.ts';
import type { PreparedOperation } from './prepared-operation.ts';

type GivenVariables = Readonly<Record<string, unknown>> | undefined;

/** Who waits for a run, and until when, in ms of `performance.now()`. */
export interface Waiting {
  readonly signal?: AbortState;
  readonly deadline: number;
}

/** Runs the operation for whoever waits. */
type RunOnce = (waiting: Waiting) => Promise<ExecutionResult>;

export interface RequestDeduplication {
  /** @param identity equal for callers whom no subgraph can tell apart */
  run(
    prepared: PreparedOperation,
    variables: GivenVariables,
    identity: string,
    waiting: Waiting,
    run: RunOnce,
  ): Promise<ExecutionResult>;
}

interface UnderWay {
  readonly all: JointAbortState;
  readonly deadline: number;
  readonly outcome: Promise<ExecutionResult>;
}

/** What somebody may lose of their time by joining a run that began before they came, as a share. */
const MOST_LOST = 0.1;

export function requestDeduplication(): RequestDeduplication {
  const operations = new WeakMap<PreparedOperation, CompactingMap<string, UnderWay>>();
  return {
    run(prepared, variables, identity, waiting, run) {
      if (prepared.kind !== 'query') return run(waiting);
      let runs = operations.get(prepared);
      if (runs === undefined) operations.set(prepared, (runs = new CompactingMap()));
      const key = `${identity.length}:${identity}${variables === undefined ? '' : JSON.stringify(variables)}`;
      const known = runs.get(key);
      if (known === undefined || !mayJoin(known, waiting.deadline)) return begun(runs, key, waiting, run);
      known.all.join(waiting.signal);
      return known.outcome;
    },
  };
}

/** A run that nobody waits for is about to end without an answer; one that is old leaves whoever comes now too little time. */
function mayJoin({ all, deadline }: UnderWay, wanted: number): boolean {
  return !all.aborted && wanted - deadline <= (wanted - performance.now()) * MOST_LOST;
}

function begun(
  runs: CompactingMap<string, UnderWay>,
  key: string,
  { signal: gone, deadline }: Waiting,
  run: RunOnce,
): Promise<ExecutionResult> {
  const all = new JointAbortState(gone);
  const outcome = run({ signal: all, deadline }).finally(() => {
    if (runs.get(key) === underWay) runs.delete(key);
  });
  const underWay: UnderWay = { all, deadline, outcome };
  runs.set(key, underWay);
  return outcome;
}
