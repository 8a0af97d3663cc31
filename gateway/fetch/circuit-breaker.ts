/**
 * Leaves a subgraph alone that is unwell, so that it can recover and nobody waits for what will fail. Closed lets everyone in and
 * counts; open lets nobody in. Whether the subgraph is back is not for somebody's question to find out, which may be the very one that
 * is slow: probes go past the breaker, and the first that is answered closes it.
 */
export type BreakerState =
  { readonly kind: 'closed'; since: number; calls: number; failures: number } | { readonly kind: 'open' };

/**
 * What a try said about the subgraph: `healthy` when it answered, whatever it said; `failed` when there was no connection, no answer,
 * or a proxy in front of it that found none (502 to 504); `unknown` when it was given up too early to say.
 */
export type Verdict = 'healthy' | 'failed' | 'unknown';

/** What `enter` hands out and `leave` takes back: a try counts only in the state it began in. */
export type Permit = BreakerState;

export interface BreakerOptions {
  /** Share of failures that opens it, in percent; above 100 never. */
  readonly failures: number;
  /** Called with every change of state. */
  readonly changed: (state: BreakerState['kind']) => void;
  /** Now, in ms. */
  readonly clock: () => number;
}

/** The span failures are counted in, in ms. */
const WINDOW = 10_000;
/** Fewer tries than this say nothing about a share. */
const LEAST_CALLS = 20;

export class CircuitBreaker {
  readonly #options: BreakerOptions;
  #state: BreakerState;

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#state = closed(options.clock());
  }

  get state(): BreakerState['kind'] {
    return this.#state.kind;
  }

  /** @returns a permit to give back to `leave` after the try, or `undefined` when the subgraph is left alone */
  enter(): Permit | undefined {
    return this.#state.kind === 'closed' ? this.#state : undefined;
  }

  leave(permit: Permit, verdict: Verdict): void {
    const state = this.#state;
    if (permit !== state || state.kind !== 'closed' || verdict === 'unknown') return;
    const now = this.#options.clock();
    if (now - state.since >= WINDOW) Object.assign(state, { since: now, calls: 0, failures: 0 });
    state.calls++;
    if (verdict === 'healthy') return;
    state.failures++;
    if (state.calls >= LEAST_CALLS && state.failures * 100 >= state.calls * this.#options.failures)
      this.#become({ kind: 'open' });
  }

  /** A probe has been answered: whoever is open closes. */
  heal(): void {
    if (this.#state.kind === 'open') this.#become(closed(this.#options.clock()));
  }

  #become(state: BreakerState): void {
    this.#state = state;
    this.#options.changed(state.kind);
  }
}

function closed(now: number): BreakerState {
  return { kind: 'closed', since: now, calls: 0, failures: 0 };
}
