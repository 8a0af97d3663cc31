/** What counts a client's use in windows of a minute. */
import type { MaybePromise } from '../maybe-promise.ts';

/** The state of a client's window after an addition. */
export interface Counted {
  /** Amount counted in this window so far. */
  readonly total: number;
  /** ms until the window ends */
  readonly left: number;
}

/** Counts one kind of use for all clients. */
export interface Counter {
  /** Adds to a client's window; a negative amount gives back. A counter in this process has counted when the call returns. */
  add(key: string, amount: number): MaybePromise<Counted>;
}

/** The counters of a client's minute, one for each kind of budget. */
export interface Counters {
  readonly requests: Counter;
  readonly cost: Counter;
  readonly persons: Counter;
  /** Whether they are counted by this gateway alone because what counts for all does not answer; absent where nothing counts for all. */
  readonly areApart?: () => boolean;
  close(): Promise<void>;
}
