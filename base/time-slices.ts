/** Cooperative scheduling: long work in short time slices, so that whoever else waits for the main loop gets it in between. */
import { FairQueue } from './fair-queue.ts';
import type { AbortState } from './abort-state.ts';

/** The longest one slice holds the main loop, ms; a step that has begun ends first. */
const SLICE_MS = 5;

/** Why long work ended before it was done. */
export class WorkAbandoned extends Error {
  constructor() {
    super('nobody waits for this work any more');
    this.name = 'NobodyWaits';
  }
}

/** Who waits for a slice: all long work of the process together, whoever it is for. */
const waiting = new FairQueue<() => void>();
let isCalling = false;
/** When the slice ends that all work shares which has begun since the loop last came round, ms of `performance.now()`. */
let sharedEnd = 0;

/** One slice each time the loop comes round: however many wait, what else waits for the loop waits for one of them. */
function callNext(): void {
  waiting.shift()?.();
  if (waiting.size > 0) setImmediate(callNext);
  else isCalling = false;
}

function nextSlice(client: string): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(client, resolve);
    if (isCalling) return;
    isCalling = true;
    setImmediate(callNext);
  });
}

/** The first slice of work that begins is shared: a hundred that begin at once would else hold the loop for a hundred slices. */
function firstEnd(): number {
  if (sharedEnd === 0) {
    sharedEnd = performance.now() + SLICE_MS;
    setImmediate(() => (sharedEnd = 0));
  }
  return sharedEnd;
}

/** Asked between two steps: `if (slices.over) await slices.next();`. Short work never comes to the end of its first slice. */
export class TimeSlices {
  readonly #gone: AbortState | undefined;
  readonly #client: string;
  #until = firstEnd();

  /**
   * @param gone whether nobody waits for the work any more; absent: somebody does
   * @param client whose slices it takes; the gateway's own work is a client too
   */
  constructor(gone?: AbortState, client = '') {
    this.#gone = gone;
    this.#client = client;
  }

  get over(): boolean {
    return performance.now() >= this.#until;
  }

  /** @throws WorkAbandoned between two slices, so that the work ends there */
  async next(): Promise<void> {
    await nextSlice(this.#client);
    if (this.#gone?.aborted === true) throw new WorkAbandoned();
    this.#until = performance.now() + SLICE_MS;
  }
}
