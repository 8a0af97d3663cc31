/** One request to a subgraph in flight and the callers who wait for its reply: one, or several when it is shared. */
import type { CodedError } from '../../base/errors.ts';
import { leavesEnoughTime, type AbortState } from '../../base/abort-state.ts';
import type { Permit, Verdict } from './circuit-breaker.ts';
import type { FetchStart } from './fetch-events.ts';
import { noteFailure, noteReply, type FetchNote } from './fetch-note.ts';
import type { SubgraphReply } from './subgraph-request.ts';
import type { Sweepable } from './sweeper.ts';
import type { Attempt, OutboundMessage, TransportResult, Sender } from './transport.ts';

/** One caller that waits for a call. It is resolved with the reply or rejected with a `CodedError` of `errors.ts`, once. */
export interface Waiter {
  readonly resolve: (reply: SubgraphReply) => void;
  readonly reject: (error: CodedError) => void;
  /** When the caller arrived, in ms of `performance.now()`. */
  readonly arrived: number;
  /** When it stops waiting, in ms of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortState | undefined;
  /** Where it is noted how it goes; undefined where nobody wants to know. */
  readonly note: FetchNote | undefined;
}

/** @param now ms of `performance.now()` */
export function refuseWaiter({ note, arrived, reject }: Waiter, error: CodedError, now: number): void {
  if (note !== undefined) noteFailure(note, now - arrived, error.code);
  reject(error);
}

/** Where a call stands: waiting in the queue, on the wire, pausing before a retry, or over. */
export type Phase =
  | { readonly kind: 'queued' }
  | { readonly kind: 'trying'; readonly attempt: Attempt | undefined }
  | { readonly kind: 'pausing'; readonly timer: NodeJS.Timeout }
  /** No caller waits any more; `verdict` is what an attempt that is still in flight will count as. */
  | { readonly kind: 'over'; readonly verdict: Verdict };

const QUEUED: Phase = { kind: 'queued' };

/** What a call needs of its channel. */
export interface CallOwner {
  /** An attempt of the call has ended. */
  attemptEnded(call: SubgraphCall, outcome: TransportResult): void;
  /** The last caller has left. @param late true when its deadline has passed, false when it has gone away */
  abandoned(call: SubgraphCall, late: boolean): void;
  /** @returns SUBGRAPH_TIMEOUT, for a caller whose deadline has passed */
  timeoutError(): CodedError;
  /** @returns SUBGRAPH_ABANDONED, for a caller that has gone away */
  abandonedError(): CodedError;
}

/** One request to a subgraph: its message, the callers who share it, its phase and its attempts. */
export class SubgraphCall implements Sweepable, Sender {
  readonly owner: CallOwner;
  readonly message: OutboundMessage;
  /** Equal for identical queries of one identity; `undefined` when the call is not shared. */
  readonly key: string | undefined;
  /** When the first caller arrived, in ms of `performance.now()`. */
  readonly began: number;
  /** The published start event; `undefined` when nobody listened. */
  readonly start: FetchStart | undefined;
  readonly #firstDeadline: number;
  /** Callers who still wait. */
  waiters: Waiter[];
  /** How many callers have ever waited. */
  callers = 1;
  place = -1;
  phase: Phase = QUEUED;
  /** Attempts so far. */
  tries = 0;
  /** When the last attempt began, in ms of `performance.now()`; Infinity before the first, so that an unsent call never counts as silence. */
  sent = Infinity;
  /** From the breaker, for the attempt in flight. */
  permit: Permit | undefined;

  constructor(
    owner: CallOwner,
    message: OutboundMessage,
    key: string | undefined,
    start: FetchStart | undefined,
    waiter: Waiter,
  ) {
    this.owner = owner;
    this.message = message;
    this.key = key;
    this.began = waiter.arrived;
    this.#firstDeadline = waiter.deadline;
    this.start = start;
    this.waiters = [waiter];
  }

  /** Not by one who would wait much longer than the first. */
  mayBeJoined({ deadline, arrived }: Waiter): boolean {
    return leavesEnoughTime(this.#firstDeadline, deadline, arrived);
  }

  /** One more caller waits for the same reply. */
  join(waiter: Waiter): void {
    this.callers++;
    this.waiters.push(waiter);
  }

  attemptEnded(outcome: TransportResult): void {
    this.owner.attemptEnded(this, outcome);
  }

  /** Rejects the callers whose deadline has passed or who have gone away; the others go on waiting. */
  sweep(now: number): void {
    if (this.waiters.every((waiter) => waiter.deadline > now && waiter.signal?.aborted !== true)) return;
    let late = false;
    this.waiters = this.waiters.filter((waiter) => {
      const gone = waiter.signal?.aborted === true;
      if (!gone && waiter.deadline > now) return true;
      late ||= !gone;
      refuseWaiter(waiter, gone ? this.owner.abandonedError() : this.owner.timeoutError(), now);
      return false;
    });
    if (this.waiters.length === 0) this.owner.abandoned(this, late);
  }

  /** The latest deadline of the callers, in ms of `performance.now()`. */
  get lastDeadline(): number {
    return Math.max(...this.waiters.map((waiter) => waiter.deadline));
  }

  /** Passes the reply to every caller. @param now ms of `performance.now()` */
  resolve(reply: SubgraphReply, now: number): void {
    for (const { note, arrived, resolve } of this.waiters) {
      if (note !== undefined) noteReply(note, now - arrived, reply.errors);
      resolve(reply);
    }
  }

  /** Passes the error to every caller. @param now as with `resolve` */
  reject(error: CodedError, now: number): void {
    for (const waiter of this.waiters) refuseWaiter(waiter, error, now);
  }
}
