/** Long work in short turns, so that whoever else is waiting for the main loop gets it in between. */
import { setImmediate } from 'node:timers/promises';

/** The longest one turn of suppression holds the main loop, ms; a step that has begun ends first. */
const TURN_MS = 10;

/** Asked between two steps: `if (turns.over) await turns.next();`. Small answers never come to the end of their first. */
export class Turns {
  #until = performance.now() + TURN_MS;

  get over(): boolean {
    return performance.now() >= this.#until;
  }

  async next(): Promise<void> {
    await setImmediate();
    this.#until = performance.now() + TURN_MS;
  }
}
