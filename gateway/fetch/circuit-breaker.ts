/**
 * Leaves a subgraph alone that fails too often, so that it can recover and nobody waits for what will fail. Closed lets
 * everyone in and counts; open lets nobody in for a while; half-open lets one in, whose luck decides.
 */
export type BreakerState =
  | { readonly kind: 'closed'; since: number; calls: number; failures: number }
  | { readonly kind: 'open'; readonly until: number; readonly strikes: number }
  | { readonly kind: 'half-open'; readonly strikes: number };

/** What a try said about the subgraph's health; `unknown` when it was abandoned too early to say. */
export type Verdict = 'healthy' | 'failed' | 'unknown';

/** What `enter` hands out and `leave` takes back: a try counts only in the state it began in. */
export type Permit = BreakerState;

export interface BreakerOptions {
  /** Share of failures that opens it, in percent; above 100 never. */
  readonly failures: number;
  /** How long it stays open the first time, in ms. */
  readonly pause: number;
  /** Called with every change of state. */
  readonly changed: (state: BreakerState['kind']) => void;
  /** Now, in ms. */
  readonly clock: () => number;
}

/** The span failures are counted in, in ms. */
const WINDOW = 10_000;
/** Fewer tries than this say nothing about a share. */
const LEAST_CALLS = 20;
/** The longest pause, in ms, also when a subgraph's Retry-After asks for more. */
const LONGEST_PAUSE = 30_000;

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
    const state = this.#state;
    if (state.kind === 'closed') return state;
    if (state.kind === 'half-open' || this.#options.clock() < state.until) return undefined;
    return this.#become({ kind: 'half-open', strikes: state.strikes });
  }

  /** True when `enter` would refuse now. */
  get refuses(): boolean {
    const state = this.#state;
    return state.kind === 'half-open' || (state.kind === 'open' && this.#options.clock() < state.until);
  }

  /** How long it will stay open, in ms; a little when a probe is under way. */
  get remaining(): number {
    return this.#state.kind === 'open' ? Math.max(0, this.#state.until - this.#options.clock()) : this.#options.pause;
  }

  /** @param retryAfter ms the subgraph asked to be left alone, 0 when it did not; `down` opens at once */
  leave(permit: Permit, verdict: Verdict, retryAfter = 0, down = false): void {
    const state = this.#state;
    if (permit !== state) return;
    if (state.kind === 'closed') this.#count(state, verdict, retryAfter, down);
    else if (state.kind === 'half-open') this.#judgeProbe(state.strikes, verdict, retryAfter);
  }

  #count(state: BreakerState & { kind: 'closed' }, verdict: Verdict, retryAfter: number, down: boolean): void {
    if (verdict === 'unknown') return;
    const now = this.#options.clock();
    if (now - state.since >= WINDOW) Object.assign(state, { since: now, calls: 0, failures: 0 });
    state.calls++;
    if (verdict === 'healthy') return;
    state.failures++;
    const tooMany = state.calls >= LEAST_CALLS && state.failures * 100 >= state.calls * this.#options.failures;
    if (tooMany || (down && this.#options.failures <= 100)) this.#open(0, retryAfter);
  }

  #judgeProbe(strikes: number, verdict: Verdict, retryAfter: number): void {
    if (verdict === 'healthy') this.#become(closed(this.#options.clock()));
    else if (verdict === 'failed') this.#open(strikes + 1, retryAfter);
    // An abandoned probe says nothing: the next caller probes.
    else this.#become({ kind: 'open', until: this.#options.clock(), strikes });
  }

  #open(strikes: number, retryAfter: number): void {
    const pause = Math.min(LONGEST_PAUSE, Math.max(retryAfter, this.#options.pause * 2 ** Math.min(strikes, 20)));
    this.#become({ kind: 'open', until: this.#options.clock() + pause, strikes });
  }

  #become(state: BreakerState): BreakerState {
    this.#state = state;
    this.#options.changed(state.kind);
    return state;
  }
}

function closed(now: number): BreakerState {
  return { kind: 'closed', since: now, calls: 0, failures: 0 };
}
