/** One run of a compiled operation: what its steps share. */
import type { Gone } from '../../base/gone.ts';
import type { Fetcher, SubgraphRequest } from '../fetch/subgraph-request.ts';
import type { Node } from '../reply/layout.ts';
import type { Failure } from './failures.ts';
import type { Marks } from './rows.ts';

export interface Run extends Marks {
  readonly root: Node;
  /** Coerced, under the plan's names. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fetcher: Fetcher;
  readonly headers: SubgraphRequest['headers'];
  readonly deadline: number;
  readonly signal: Gone | undefined;
  readonly failures: Failure[];
  /** True until an answer comes in which a string may need escaping. */
  unescaped: boolean;
}

/** A step that had nothing to wait for returns nothing. It never rejects for what a subgraph does. */
export type Step = (run: Run) => Promise<void> | undefined;

/** One after the other. */
export function sequence(steps: readonly Step[]): Step {
  const from = (start: number, run: Run): Promise<void> | undefined => {
    for (let index = start; index < steps.length; index++) {
      const waiting = steps[index]!(run);
      if (waiting) return waiting.then(() => from(index + 1, run));
    }
    return undefined;
  };
  return (run) => from(0, run);
}

/** All at once. */
export function parallel(steps: readonly Step[]): Step {
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
function begun(step: Step, run: Run): Promise<void> | undefined {
  try {
    return step(run);
  } catch (thrown) {
    return Promise.reject(thrown);
  }
}

/** One branch or the other, as a Boolean variable says. */
export function condition(variable: string, yes: Step | undefined, no: Step | undefined): Step {
  return (run) => (run.variables[variable] === true ? yes?.(run) : no?.(run));
}
