/**
 * Deadlines and aborts of all calls, checked by one coarse timer. A timer and an abort listener for each call together cost a third of
 * the call itself (measured). So a deadline or an abort takes effect up to one period late; deadlines are seconds long.
 */

/** What a sweeper checks. */
export interface Sweepable {
  /** Its index in the sweeper, which alone sets it; -1 before. */
  place: number;
  /** Acts on a deadline that has passed or an abort. @param now ms of `performance.now()` */
  sweep(now: number): void;
}

/** Time between two sweeps, in ms. */
const PERIOD = 20;

/** Sweeps all calls in flight every 20 ms; its timer runs only while there are any. */
export class Sweeper {
  /** Not a Set, for the reason that base/compacting-map.ts gives. */
  readonly #calls: (Sweepable | undefined)[] = [];
  readonly #free: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #expected = 0;
  #wasBlocked = false;

  /** Begins to sweep a call. */
  add(call: Sweepable): void {
    call.place = this.#free.pop() ?? this.#calls.length;
    this.#calls[call.place] = call;
    if (this.#timer === undefined) this.#schedule();
  }

  /** Ends it, exactly once for each `add`. */
  delete(call: Sweepable): void {
    this.#calls[call.place] = undefined;
    this.#free.push(call.place);
  }

  #schedule(): void {
    this.#expected = performance.now() + PERIOD;
    this.#timer = setTimeout(() => this.#sweepAll(), PERIOD);
  }

  #sweepAll(): void {
    this.#timer = undefined;
    const now = performance.now();
    // After the event loop was blocked, replies wait unread in the sockets: they get one turn before deadlines are enforced. Only one: a
    // loop that is blocked again and again would put them off for ever.
    this.#wasBlocked = !this.#wasBlocked && now > this.#expected + 5 * PERIOD;
    if (!this.#wasBlocked) for (const call of this.#calls) call?.sweep(now);
    if (this.#calls.length > this.#free.length) this.#schedule();
  }
}
