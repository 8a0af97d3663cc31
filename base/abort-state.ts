/**
 * Whether nobody waits for an answer any more. Work asks between two steps instead of being told: a listener for every piece of work
 * under way costs more than many of the pieces do.
 */
export interface AbortState {
  /** True once whoever waited has gone, and for good. An AbortSignal is one. */
  readonly aborted: boolean;
}

/** Several who wait for the same work: gone when each of them is. Nobody may join who comes after that. */
export class JointAbortState implements AbortState {
  readonly #waiting: (AbortState | undefined)[];

  /** @param first absent: one who never goes */
  constructor(first: AbortState | undefined) {
    this.#waiting = [first];
  }

  join(one: AbortState | undefined): void {
    this.#waiting.push(one);
  }

  get aborted(): boolean {
    while (this.#waiting.length > 0 && this.#waiting.at(-1)?.aborted === true) this.#waiting.pop();
    return this.#waiting.length === 0;
  }
}
