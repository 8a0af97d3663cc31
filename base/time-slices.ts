/** Cooperative scheduling: long work runs in short time slices, so that other requests get the main loop in between. */
import { FairQueue } from './fair-queue.ts';
import type { AbortState } from './abort-state.ts';

/** The longest that one slice holds the main loop, ms; a step that has begun is finished first. */
const SLICE_MS = 5;

/** Thrown into long work that nobody waits for any more. */
export class WorkAbandoned extends Error {
  constructor() {
    super('nobody waits for this work any more');
    this.name = 'NobodyWaits';
  }
}

/**
 * Shares the main loop among all long work of a program, whichever client it is for. A program makes one and hands it to its parts:
 * with two of them, long work would take two slices whenever the loop comes round.
 */
export class SliceScheduler {
  readonly #waiting = new FairQueue<() => void>();
  #isRunning = false;
  /** When the first slice ends that all work shares which has begun since the loop last came round, ms of `performance.now()`; 0: none has. */
  #sharedEnd = 0;

  /** Resolves at the client's next slice. Each round of the loop gives one slice, clients in turn. */
  next(client: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(client, resolve);
      if (this.#isRunning) return;
      this.#isRunning = true;
      setImmediate(this.#run);
    });
  }

  readonly #run = (): void => {
    this.#waiting.shift()?.();
    if (this.#waiting.size > 0) setImmediate(this.#run);
    else this.#isRunning = false;
  };

  /**
   * The end of the first slice of work that begins now, ms of `performance.now()`. It is shared: otherwise a hundred pieces of work that begin
   * together would hold the loop for a hundred slices.
   */
  firstEnd(): number {
    if (this.#sharedEnd === 0) {
      this.#sharedEnd = performance.now() + SLICE_MS;
      setImmediate(() => (this.#sharedEnd = 0));
    }
    return this.#sharedEnd;
  }
}

/** The slices of one piece of work, which checks between two steps: `if (slices.over) await slices.next();`. Short work ends within its first slice. */
export class TimeSlices {
  readonly #scheduler: SliceScheduler;
  readonly #gone: AbortState | undefined;
  readonly #client: string;
  #until: number;

  /**
   * @param gone aborted once nobody waits for the work; absent: somebody always does
   * @param client whose slices it takes; the gateway's own work counts as one client, `''`
   */
  constructor(scheduler: SliceScheduler, gone?: AbortState, client = '') {
    this.#scheduler = scheduler;
    this.#gone = gone;
    this.#client = client;
    this.#until = scheduler.firstEnd();
  }

  /** True once the work has to wait for its next slice. */
  get over(): boolean {
    return performance.now() >= this.#until;
  }

  /** Resolves at the next slice. @throws WorkAbandoned when nobody waits any more, so that the work ends there */
  async next(): Promise<void> {
    await this.#scheduler.next(this.#client);
    if (this.#gone?.aborted === true) throw new WorkAbandoned();
    this.#until = performance.now() + SLICE_MS;
  }
}
