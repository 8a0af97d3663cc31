/** The state of one run of a compiled operation, and the steps that it consists of. */
import type { AbortState } from '../../base/abort-state.ts';
import type { Fetcher, SubgraphRequest } from '../fetch/subgraph-request.ts';
import type { ResponseNode } from '../result/layout.ts';
import type { Failure } from './failures.ts';
import type { Marks } from './entities.ts';

/** One run, shared by its steps. */
export interface PlanRun extends Marks {
  /** The merged result, filled by the steps. */
  readonly root: ResponseNode;
  /** Coerced, under the plan's names. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fetcher: Fetcher;
  readonly caller: SubgraphRequest['caller'];
  /** When subgraphs must have answered, in ms of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortState | undefined;
  readonly failures: Failure[];
  /** True until a reply arrives in which a string may need escaping. */
  unescaped: boolean;
}

/** A step without anything to wait for returns nothing. It never rejects because of a subgraph. */
export type PlanStep = (run: PlanRun) => Promise<void> | undefined;

/** Runs steps one after the other. */
export function sequence(steps: readonly PlanStep[]): PlanStep {
  const from = (start: number, run: PlanRun): Promise<void> | undefined => {
    for (let index = start; index < steps.length; index++) {
      const waiting = steps[index]!(run);
      if (waiting) return waiting.then(() => from(index + 1, run));
    }
    return undefined;
  };
  return (run) => from(0, run);
}

/** Runs steps at once. */
export function parallel(steps: readonly PlanStep[]): PlanStep {
  return (run) => {
    const waiting: Promise<void>[] = [];
    for (const step of steps) {
      const one = started(step, run);
      if (one) waiting.push(one);
    }
    if (waiting.length < 2) return waiting[0];
    return Promise.all(waiting) as Promise<unknown> as Promise<void>;
  };
}

/** An error thrown synchronously becomes a rejection, so that it waits for the sibling steps: theirs would otherwise be unhandled. */
function started(step: PlanStep, run: PlanRun): Promise<void> | undefined {
  try {
    return step(run);
  } catch (thrown) {
    return Promise.reject(thrown as Error);
  }
}

/** Runs one branch or the other, by the value of a Boolean variable. */
export function condition(variable: string, yes: PlanStep | undefined, no: PlanStep | undefined): PlanStep {
  return (run) => (run.variables[variable] === true ? yes?.(run) : no?.(run));
}
