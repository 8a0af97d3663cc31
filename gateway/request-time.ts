/**
 * How long a client waits for an answer: until it arrives, until the client has gone, or until REQUEST_TIMEOUT is over. All work on a
 * request can check whether anybody still waits. The request itself ends with a coded error when its time is over, whatever is still
 * at work.
 */
import type { CodedError } from '../base/errors.ts';
import type { AbortState } from '../base/abort-state.ts';
import { Sweeper, type Sweepable } from './fetch/sweeper.ts';
import { httpFault } from './http/errors.ts';

/** Time reserved for what follows the last subgraph's answer: a share of the request's time, and its maximum, ms. */
const SHARE_FOR_REPLY = 0.1;
const MOST_FOR_REPLY = 1_000;

/** @param timeout ms a request may take @returns ms of them that subgraphs have to answer */
export function timeForSubgraphs(timeout: number): number {
  return timeout - Math.min(MOST_FOR_REPLY, timeout * SHARE_FOR_REPLY);
}

/** The times of all requests under way in a gateway, watched by one timer. */
export class RequestTimes {
  readonly #timeout: number;
  readonly #sweeper = new Sweeper();

  /** @param timeout ms a request may take */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /** The time of a new request. @param gone aborted when the client has gone */
  begin(gone: AbortState): RequestTime {
    return new RequestTime(gone, this.#timeout, this.#sweeper);
  }
}

/** The time of one request. */
export class RequestTime implements AbortState, Sweepable {
  /** Its place in the sweeper's list. */
  place = -1;
  readonly #client: AbortState;
  readonly #sweeper: Sweeper;
  /** When the request's time is over, ms of `performance.now()`. */
  readonly #end: number;
  /** When subgraphs must have answered, ms of `performance.now()`. What is missing then becomes an error; the rest of the answer is kept. */
  readonly deadline: number;
  #isOver = false;
  #reject: ((error: CodedError) => void) | undefined;

  constructor(client: AbortState, timeout: number, sweeper: Sweeper) {
    this.#client = client;
    this.#sweeper = sweeper;
    const now = performance.now();
    this.#end = now + timeout;
    this.deadline = now + timeForSubgraphs(timeout);
  }

  /** True when the time is over or the client has gone. */
  get aborted(): boolean {
    return this.#isOver || this.#client.aborted;
  }

  /**
   * Waits for a part of the request's work, one part at a time.
   * @throws CodedError REQUEST_TIMEOUT, within 20 ms of the end of the request's time; the work itself ends at its next check
   */
  bound<Value>(work: Promise<Value>): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      this.#reject = reject;
      this.#sweeper.add(this);
      work.then(resolve, reject).finally(() => this.#sweeper.delete(this));
    });
  }

  /** Called by the sweeper. @param now ms of `performance.now()` */
  sweep(now: number): void {
    if (now < this.#end || this.#isOver) return;
    this.#isOver = true;
    this.#reject?.(httpFault('REQUEST_TIMEOUT'));
  }

  /** Ends the work when nobody waits any more. @throws CodedError REQUEST_TIMEOUT, REQUEST_ABANDONED */
  check(): void {
    if (this.aborted) throw httpFault(this.#isOver ? 'REQUEST_TIMEOUT' : 'REQUEST_ABANDONED');
  }
}
