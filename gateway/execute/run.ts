/** One run of a compiled operation: what its steps share. */
import type { AbortState } from '../../base/abort-state.ts';
import type { Fetcher, SubgraphRequest } from '../fetch/subgraph-request.ts';
import type { ResponseNode } from '../result/layout.ts';
import type { Failure } from './failures.ts';
import type { Marks } from './entities.ts';

export interface PlanRun extends Marks {
  readonly root: ResponseNode;
  /** Coerced, under the plan's names. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fetcher: Fetcher;
  readonly caller: SubgraphRequest['caller'];
  readonly deadline: number;
  readonly signal: AbortState | undefined;
  readonly failures: Failure[];
  /** True until an answer comes in which a string may need escaping. */
  unescaped: boolean;
}

/** A step that had nothing to wait for returns nothing. It never rejects for what a subgraph does. */
export type PlanStep = (run: PlanRun) => Promise<void> | undefined;

/** One after the other. */
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

/** All at once. */
export function parallel(steps: readonly PlanStep[]): PlanStep {
  return (run) => {
    const waiting: Promise<void>[] = [];
    for (const step of steps) {
      const one = begun(step, run);
      if (one) waiting.push(one);
    }
    if (waiting.length < 2) return waiting[0];
    return Promise.all(waiting) as Promise<unknown> as Promise<void>;
  };
}

/** What a step throws at once waits for its siblings as what it throws later does: theirs would else fail where nobody listens. */
function begun(step: PlanStep, run: PlanRun): Promise<void> | undefined {
  try {
    return step(run);
  } catch (thrown) {
    return Promise.reject(thrown);
  }
}

/** One branch or the other, as a Boolean variable says. */
export function condition(variable: string, yes: PlanStep | undefined, no: PlanStep | undefined): PlanStep {
  return (run) => (run.variables[variable] === true ? yes?.(run) : no?.(run));
}
