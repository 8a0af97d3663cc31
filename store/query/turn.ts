/** When others are to have their turn: what makes of each row may take long, so rows are not counted but the time. */
export class Turn {
  #end = performance.now() + LENGTH;

  /** Whether it is time to yield `undefined`; then the next turn begins. */
  over(): boolean {
    const now = performance.now();
    if (now < this.#end) return false;
    this.#end = now + LENGTH;
    return true;
  }
}

/** In milliseconds; the engine's slices are longer, and end at the first `undefined` after their time. */
const LENGTH = 4;
