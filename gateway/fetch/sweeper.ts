/**
 * Deadlines and aborts of all calls, kept by one coarse timer. A timer and an abort listener for each call were measured
 * first: together they cost as much as a third of the call itself. So a call is late, or abandoned, up to one period after
 * the fact; callers count in seconds.
 */
export interface Swept {
  /** The sweeper's: where it keeps the call. */
  place: number;
  /** @param now ms of `performance.now()` */
  sweep(now: number): void;
}

/** Time between two looks, in ms. */
const PERIOD = 20;

export class Sweeper {
  /** Not a Set, for the reason told in compacting-map.ts. */
  readonly #calls: (Swept | undefined)[] = [];
  readonly #free: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #expected = 0;

  add(call: Swept): void {
    call.place = this.#free.pop() ?? this.#calls.length;
    this.#calls[call.place] = call;
    if (this.#timer === undefined) this.#plan();
  }

  delete(call: Swept): void {
    this.#calls[call.place] = undefined;
    this.#free.push(call.place);
  }

  #plan(): void {
    this.#expected = performance.now() + PERIOD;
    this.#timer = setTimeout(() => this.#look(), PERIOD);
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    // When the loop itself was held up, answers lie unread in the sockets: they get one turn before anyone is called late.
    const heldUp = now > this.#expected + 5 * PERIOD;
    if (!heldUp) for (const call of this.#calls) call?.sweep(now);
    if (this.#calls.length > this.#free.length) this.#plan();
  }
}
