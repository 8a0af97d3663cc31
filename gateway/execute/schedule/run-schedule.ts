/**
 * Runs a plan's tasks. A task begins when all it waits for is over. Tasks of one request group go together: the first that may begin
 * waits for the others, but no longer than in proportion to the time the run has taken so far, so that a slow subgraph
 * elsewhere in the plan does not hold up what does not need it.
 */
import type { PlanRun, PlanStep } from '../run.ts';
import type { FetchGroup, ScheduledTask } from './fetch-group.ts';

/** A group waits for its last tasks so many times as long as the run has taken until its first could begin, … */
const PATIENCE = 2;
/** … and at least so long, in ms. */
const LEAST_PATIENCE = 5;
/** A share of the time that is left to the request. */
const MOST_PATIENCE = 0.25;

/** @param tasks each after those it waits for */
export function schedule(tasks: readonly ScheduledTask[], groups: readonly FetchGroup[]): PlanStep {
  return (run) => new ScheduleRun(tasks, groups, run).start();
}

/** A group of a run. */
interface Gathering {
  readonly group: FetchGroup;
  /** How many of its tasks may not begin yet. */
  missing: number;
  /** Those that may. */
  ready: ScheduledTask[];
  timer: NodeJS.Timeout | undefined;
}

class ScheduleRun {
  readonly #tasks: readonly ScheduledTask[];
  readonly #run: PlanRun;
  readonly #began = performance.now();
  /** For each task, how many that it waits for are not over. */
  readonly #waitsFor: number[];
  readonly #groups: Gathering[];
  #open: number;
  #done: (() => void) | undefined;
  #failed: ((thrown: unknown) => void) | undefined;
  #thrown: { readonly what: unknown } | undefined;

  constructor(tasks: readonly ScheduledTask[], groups: readonly FetchGroup[], run: PlanRun) {
    this.#tasks = tasks;
    this.#run = run;
    this.#waitsFor = tasks.map(({ waitsFor }) => waitsFor);
    this.#groups = groups.map((group) => ({ group, missing: group.size, ready: [], timer: undefined }));
    this.#open = tasks.length;
  }

  /** @returns nothing when nothing had to be waited for */
  start(): Promise<void> | undefined {
    for (const task of this.#tasks) if (task.waitsFor === 0) this.#ready(task);
    if (this.#thrown !== undefined) throw this.#thrown.what;
    if (this.#open === 0) return undefined;
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
    });
  }

  #ready(task: ScheduledTask): void {
    const gathering = this.#groups[task.group]!;
    const isMade = task.when.every(({ variable, is }) => (this.#run.variables[variable] === true) === is);
    gathering.missing--;
    if (isMade) gathering.ready.push(task);
    if (gathering.missing === 0) this.#send(gathering);
    else if (isMade) gathering.timer ??= setTimeout(() => this.#send(gathering), this.#patience());
    if (!isMade) this.over([task]);
  }

  /** In powers of two, so that timers share their lists; never more than a part of the time that is left, which the fetch itself needs. */
  #patience(): number {
    const now = performance.now();
    const patience = Math.max(LEAST_PATIENCE, (now - this.#began) * PATIENCE);
    const most = Math.max(0, this.#run.deadline - now) * MOST_PATIENCE;
    return Math.min(2 ** Math.ceil(Math.log2(patience)), most);
  }

  #send(gathering: Gathering): void {
    const { group, ready } = gathering;
    clearTimeout(gathering.timer);
    gathering.timer = undefined;
    gathering.ready = [];
    if (ready.length > 0) group.start(this.#run, ready, this);
  }

  /** The answers of these tasks are in the response. */
  over(tasks: readonly ScheduledTask[]): void {
    this.#open -= tasks.length;
    for (const { followers } of tasks)
      for (const follower of followers) if (--this.#waitsFor[follower.index]! === 0) this.#ready(follower);
    if (this.#open === 0) this.#done?.();
  }

  /** A fault of ours: the run cannot be ended. */
  fail(thrown: unknown): void {
    if (this.#failed) this.#failed(thrown);
    else this.#thrown ??= { what: thrown };
  }
}
