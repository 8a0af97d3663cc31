/** Long work in short turns, so that whoever else is waiting for the main loop gets it in between. */
import { setImmediate } from 'node:timers/promises';

/** The longest one turn holds the main loop, ms; a step that has begun ends first. */
const TURN_MS = 10;

/** Asked between two steps: `if (turns.over) await turns.next();`. Short work never comes to the end of its first turn. */
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
