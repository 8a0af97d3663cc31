/**
 * Whether nobody waits for an answer any more. Work checks it between two steps and registers no listener: a listener for every piece of work
 * costs more than many of the pieces do.
 */
export interface AbortState {
  /** True once nobody waits; it never becomes false again. An AbortSignal fits this interface. */
  readonly aborted: boolean;
}

/** The state of work that several clients wait for: aborted once each of them has gone. Nobody may join after that. */
export class JointAbortState implements AbortState {
  readonly #waiting: (AbortState | undefined)[];

  /** @param first of the first client; absent: one who never goes */
  constructor(first: AbortState | undefined) {
    this.#waiting = [first];
  }

  /** Adds another client's state; absent: one who never goes. */
  join(state: AbortState | undefined): void {
    this.#waiting.push(state);
  }

  /** True once every client has gone. */
  get aborted(): boolean {
    while (this.#waiting.length > 0 && this.#waiting.at(-1)?.aborted === true) this.#waiting.pop();
    return this.#waiting.length === 0;
  }
}

/** The share of its time that a caller may lose by joining work with an earlier deadline. */
const MAX_TIME_LOST = 0.1;

/**
 * Whether a caller may join work in flight. Work that began long ago would leave them too little time; and if ever new callers joined it,
 * they would keep alive what nobody answers any more.
 * @param deadline of the work, in ms of `performance.now()`, as the next two
 * @param wanted when the caller stops waiting
 */
export const leavesEnoughTime = (deadline: number, wanted: number, now: number): boolean =>
  wanted - deadline <= (wanted - now) * MAX_TIME_LOST;
