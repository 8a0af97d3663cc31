/**
 * How long somebody waits for an answer: until they have it, until they have gone, or until the request's time is over
 * (REQUEST_TIMEOUT). Whatever works on a request may ask it whether anybody still waits; and the request itself ends with a coded
 * error when the time is over, whatever still works on it.
 */
import type { CodedError } from '../base/errors.ts';
import type { AbortState } from '../base/abort-state.ts';
import { Sweeper, type Sweepable } from './fetch/sweeper.ts';
import { httpFault } from './http/errors.ts';

/** Kept back for all that comes after the last subgraph's answer: a share of the request's time, and the most, in ms. */
const SHARE_FOR_REPLY = 0.1;
const MOST_FOR_REPLY = 1_000;

/** @param timeout ms a request may take @returns ms of it that subgraphs have */
export function timeForSubgraphs(timeout: number): number {
  return timeout - Math.min(MOST_FOR_REPLY, timeout * SHARE_FOR_REPLY);
}

/** All requests under way of a gateway: one timer looks after them. */
export class RequestTimes {
  readonly #timeout: number;
  readonly #sweeper = new Sweeper();

  /** @param timeout ms a request may take */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /** @param gone aborts when the client has gone */
  begin(gone: AbortState): RequestTime {
    return new RequestTime(gone, this.#timeout, this.#sweeper);
  }
}

export class RequestTime implements AbortState, Sweepable {
  place = -1;
  readonly #client: AbortState;
  readonly #sweeper: Sweeper;
  /** ms of `performance.now()` */
  readonly #end: number;
  /** When subgraphs must have answered, in ms of `performance.now()`: what is missing then is answered with an error, the rest is kept. */
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

  get aborted(): boolean {
    return this.#isOver || this.#client.aborted;
  }

  /**
   * @param work of the request; one piece at a time
   * @throws CodedError REQUEST_TIMEOUT, within 20 ms of the request's end; the work ends when it next asks
   */
  bound<Value>(work: Promise<Value>): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      this.#reject = reject;
      this.#sweeper.add(this);
      work.then(resolve, reject).finally(() => this.#sweeper.delete(this));
    });
  }

  sweep(now: number): void {
    if (now < this.#end || this.#isOver) return;
    this.#isOver = true;
    this.#reject?.(httpFault('REQUEST_TIMEOUT'));
  }

  /** @throws CodedError REQUEST_TIMEOUT, REQUEST_ABANDONED when nobody waits any more: for work to end at */
  check(): void {
    if (this.aborted) throw httpFault(this.#isOver ? 'REQUEST_TIMEOUT' : 'REQUEST_ABANDONED');
  }
}
