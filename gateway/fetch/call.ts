/** One question under way and the callers who wait for its answer: one, or several when it is shared. */
import type { CodedError } from '../../base/errors.ts';
import type { AbortState } from '../../base/abort-state.ts';
import type { Permit, Verdict } from './circuit-breaker.ts';
import type { FetchStart } from './fetch-events.ts';
import type { SubgraphReply } from './subgraph-request.ts';
import type { Swept } from './sweeper.ts';
import type { Attempt, OutboundMessage, TransportResult, Sender } from './transport.ts';

export interface Waiter {
  readonly resolve: (reply: SubgraphReply) => void;
  readonly reject: (error: CodedError) => void;
  /** ms of `performance.now()` */
  readonly deadline: number;
  readonly signal: AbortState | undefined;
}

export type Phase =
  | { readonly kind: 'queued' }
  | { readonly kind: 'trying'; readonly attempt: Attempt | undefined }
  | { readonly kind: 'pausing'; readonly timer: NodeJS.Timeout }
  /** Nobody waits any more; `verdict` is what a try that is still under way will be taken for. */
  | { readonly kind: 'over'; readonly verdict: Verdict };

const QUEUED: Phase = { kind: 'queued' };

/** What a call asks of its channel. */
export interface CallKeeper {
  tried(call: SubgraphCall, outcome: TransportResult): void;
  /** The last caller has gone. @param late because of its deadline */
  deserted(call: SubgraphCall, late: boolean): void;
  lateError(): CodedError;
  abandonedError(): CodedError;
}

export class SubgraphCall implements Swept, Sender {
  readonly keeper: CallKeeper;
  readonly message: OutboundMessage;
  /** What "identical" means; `undefined` when it is not shared. */
  readonly key: string | undefined;
  /** ms of `performance.now()` */
  readonly began: number;
  readonly start: FetchStart | undefined;
  waiters: Waiter[];
  callers = 1;
  place = -1;
  phase: Phase = QUEUED;
  tries = 0;
  /** When the last try began, in ms of `performance.now()`; a call that was never tried was not left without an answer. */
  sent = Infinity;
  permit: Permit | undefined;

  constructor(
    keeper: CallKeeper,
    message: OutboundMessage,
    key: string | undefined,
    began: number,
    start: FetchStart | undefined,
    waiter: Waiter,
  ) {
    this.keeper = keeper;
    this.message = message;
    this.key = key;
    this.began = began;
    this.start = start;
    this.waiters = [waiter];
  }

  join(waiter: Waiter): void {
    this.callers++;
    this.waiters.push(waiter);
  }

  tried(outcome: TransportResult): void {
    this.keeper.tried(this, outcome);
  }

  /** Lets go of the callers whose time is over or who have gone; the others go on waiting. */
  sweep(now: number): void {
    if (this.waiters.every((waiter) => waiter.deadline > now && waiter.signal?.aborted !== true)) return;
    let late = false;
    this.waiters = this.waiters.filter((waiter) => {
      const gone = waiter.signal?.aborted === true;
      if (!gone && waiter.deadline > now) return true;
      late ||= !gone;
      waiter.reject(gone ? this.keeper.abandonedError() : this.keeper.lateError());
      return false;
    });
    if (this.waiters.length === 0) this.keeper.deserted(this, late);
  }

  get lastDeadline(): number {
    return Math.max(...this.waiters.map((waiter) => waiter.deadline));
  }

  resolve(reply: SubgraphReply): void {
    for (const waiter of this.waiters) waiter.resolve(reply);
  }

  reject(error: CodedError): void {
    for (const waiter of this.waiters) waiter.reject(error);
  }
}
