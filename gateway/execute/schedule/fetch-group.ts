/** The fetches of a compiled plan that go to one subgraph as one request, where they can. */
import type { Fetch } from '../fetch-step.ts';
import type { FetchPart } from '../fetch-part.ts';
import type { PlanRun } from '../run.ts';
import { ALONE, type MergeableFetches } from './merged-request.ts';
import type { TaskCondition } from './tasks.ts';

/** A task as it is run. */
export interface ScheduledTask {
  readonly index: number;
  readonly when: readonly TaskCondition[];
  /** How many tasks it waits for. */
  readonly waitsFor: number;
  /** Tasks that wait for it. */
  readonly followers: readonly ScheduledTask[];
  /** The number of its `FetchGroup`. */
  readonly group: number;
  /** Its query, which other tasks may share. */
  readonly fetch: Fetch;
  readonly part: FetchPart;
}

/** What is told how tasks end. */
interface TaskListener {
  over(tasks: readonly ScheduledTask[]): void;
  fail(thrown: unknown): void;
}

/** Fetches of a plan that go to one subgraph and may share a request. */
export class FetchGroup {
  /** How many tasks it has. */
  readonly size: number;
  readonly #mergeable: MergeableFetches | undefined;

  /** @param mergeable absent where each fetch goes alone */
  constructor(size: number, mergeable: MergeableFetches | undefined) {
    this.size = size;
    this.#mergeable = mergeable;
  }

  /** Makes the fetches of some of the group's tasks. */
  start(run: PlanRun, tasks: readonly ScheduledTask[], listener: TaskListener): void {
    const requests = tasks.length > 1 ? this.#mergeable?.collect(run) : undefined;
    for (const alike of sameFetch(tasks)) {
      try {
        const parts = alike.map(({ part }) => part);
        const waiting = alike[0]!.fetch.start(run, parts, requests ?? ALONE);
        if (waiting === undefined) listener.over(alike);
        else
          waiting.then(
            () => listener.over(alike),
            (thrown: unknown) => listener.fail(thrown),
          );
      } catch (thrown) {
        listener.fail(thrown);
      }
    }
    requests?.close();
  }
}

function sameFetch(tasks: readonly ScheduledTask[]): Iterable<readonly ScheduledTask[]> {
  return tasks.length === 1 ? [tasks] : Map.groupBy(tasks, ({ fetch }) => fetch).values();
}
