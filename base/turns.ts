/** Long work in short turns, so that whoever else is waiting for the main loop gets it in between. */
import { setImmediate } from 'node:timers/promises';
import type { Gone } from './gone.ts';

/** The longest one turn holds the main loop, ms; a step that has begun ends first. */
const TURN_MS = 10;

/** Why long work ended before it was done. */
export class NobodyWaits extends Error {
  constructor() {
    super('nobody waits for this work any more');
    this.name = 'NobodyWaits';
  }
}

/** Asked between two steps: `if (turns.over) await turns.next();`. Short work never comes to the end of its first turn. */
export class Turns {
  readonly #gone: Gone | undefined;
  #until = performance.now() + TURN_MS;

  /** @param gone whether nobody waits for the work any more; absent: somebody does */
  constructor(gone?: Gone) {
    this.#gone = gone;
  }

  get over(): boolean {
    return performance.now() >= this.#until;
  }

  /** @throws NobodyWaits between two turns, so that the work ends there */
  async next(): Promise<void> {
    await setImmediate();
    if (this.#gone?.aborted === true) throw new NobodyWaits();
    this.#until = performance.now() + TURN_MS;
  }
}
