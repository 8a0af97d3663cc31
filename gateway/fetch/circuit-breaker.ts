/**
 * Stops requests to a subgraph that fails, so that it can recover and callers do not wait in vain. A closed breaker lets every request
 * pass and counts failures; an open one refuses all. No client's request tests whether the subgraph has recovered, as it may be the
 * slow one itself: probes bypass the breaker, and the first answered probe closes it.
 */

/** Closed, with the start of the counting window (ms) and the attempts and failures in it; or open. */
export type BreakerState =
  { readonly kind: 'closed'; since: number; calls: number; failures: number } | { readonly kind: 'open' };

/**
 * What an attempt shows about the subgraph: `healthy` when it answered, whatever the answer; `failed` when there was no connection, no
 * answer, or a proxy that could not reach it (502 to 504); `unknown` when the attempt was cancelled too early to tell.
 */
export type Verdict = 'healthy' | 'failed' | 'unknown';

/** Returned by `enter` and passed back to `leave`: an attempt counts only in the state it began in. */
export type Permit = BreakerState;

/** Attempts of the window, and how many of them failed. */
export interface BreakerCounts {
  readonly calls: number;
  readonly failures: number;
}

/** How a breaker is set up. */
export interface BreakerOptions {
  /** Share of failures that opens it, in percent; a share above 100 never does. */
  readonly failures: number;
  /** Called with every change of state. */
  readonly onChange: (state: BreakerState['kind'], counted: BreakerCounts) => void;
  /** Now, in ms. */
  readonly clock: () => number;
}

/** The window in which failures are counted, in ms. */
const WINDOW = 10_000;
/** With fewer attempts than this in a window the share of failures means nothing. */
const MIN_CALLS = 20;

/** The breaker of one subgraph. */
export class CircuitBreaker {
  readonly #options: BreakerOptions;
  #state: BreakerState;

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#state = closed(options.clock());
  }

  /** Whether requests pass (`closed`) or are refused (`open`). */
  get state(): BreakerState['kind'] {
    return this.#state.kind;
  }

  /** @returns a permit to pass to `leave` after the attempt, or `undefined` while the breaker is open */
  enter(): Permit | undefined {
    return this.#state.kind === 'closed' ? this.#state : undefined;
  }

  /** Counts an attempt that has ended, and opens the breaker when too many have failed. */
  leave(permit: Permit, verdict: Verdict): void {
    const state = this.#state;
    if (permit !== state || state.kind !== 'closed' || verdict === 'unknown') return;
    const now = this.#options.clock();
    if (now - state.since >= WINDOW) Object.assign(state, { since: now, calls: 0, failures: 0 });
    state.calls++;
    if (verdict === 'healthy') return;
    state.failures++;
    if (state.calls >= MIN_CALLS && state.failures * 100 >= state.calls * this.#options.failures)
      this.#become({ kind: 'open' });
  }

  /** A probe has been answered: an open breaker closes. */
  close(): void {
    if (this.#state.kind === 'open') this.#become(closed(this.#options.clock()));
  }

  #become(state: BreakerState): void {
    const { calls, failures } = this.#state.kind === 'closed' ? this.#state : NOTHING;
    this.#state = state;
    this.#options.onChange(state.kind, { calls, failures });
  }
}

const NOTHING: BreakerCounts = { calls: 0, failures: 0 };

function closed(now: number): BreakerState {
  return { kind: 'closed', since: now, calls: 0, failures: 0 };
}
