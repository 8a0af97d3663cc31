/**
 * Everything between the executor and one subgraph: identical queries are shared, the breaker and the bounded queue decide which
 * requests are sent, and failed queries are retried within a budget. The transport carries the requests.
 */
import type { CodedError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { CompactingMap } from '../../base/compacting-map.ts';
import { bodyOf } from './request-body.ts';
import { refuseWaiter, SubgraphCall, type CallOwner, type Waiter } from './call.ts';
import { CircuitBreaker, type BreakerCounts, type BreakerState } from './circuit-breaker.ts';
import { fetchFault } from './errors.ts';
import {
  breakerChange,
  fetchEnd,
  fetchStart,
  type BreakerChange,
  type FetchEnd,
  type FetchStart,
} from './fetch-events.ts';
import type { Forwarded, HeaderForwarding } from './forwarded-headers.ts';
import { Prober, type ProbeOutcome } from './prober.ts';
import { RetryPolicy } from './retry-policy.ts';
import type { SubgraphReply, SubgraphRequest } from './subgraph-request.ts';
import type { Sweeper } from './sweeper.ts';
import type { OutboundMessage, TransportResult, Transport } from './transport.ts';

interface ChannelLimits {
  /** How long one request may take, waiting and retries included, in ms. */
  readonly timeout: number;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** Requests that may wait for one of those places. */
  readonly queue: number;
  /** Whether identical queries of one identity are sent once. */
  readonly deduplicate: boolean;
  /** Retries of one query. */
  readonly retries: number;
  /** Percent of the requests. */
  readonly retryBudget: number;
  /** Percent of the attempts. */
  readonly breakerFailures: number;
  /** Interval of the probes while the breaker is open, in ms. */
  readonly breakerPause: number;
}

/** What a channel needs. */
export interface ChannelParts {
  readonly name: string;
  /** Where it is called, for the log; credentials are left out. */
  readonly address?: string;
  readonly transport: Transport;
  readonly limits: ChannelLimits;
  readonly forward: HeaderForwarding;
  readonly sweeper: Sweeper;
  readonly log: Log;
  /** The breaker's clock, in ms. */
  readonly clock: () => number;
  /** The longest that a request to the subgraph can wait, in ms: only one that waited this long shows that the subgraph is silent. */
  readonly longestWait: number;
}

/** How a subgraph is doing, for readiness and metrics. */
export interface SubgraphStatus {
  readonly name: string;
  readonly kind: 'http' | 'process';
  readonly breaker: BreakerState['kind'];
  /** Requests in flight, and those waiting in the queue. */
  readonly active: number;
  readonly queued: number;
  /** Since the start: requests to it, and those that got no answer. */
  readonly asked: number;
  readonly failed: number;
  /** Code of the last failure, `undefined` when the last request was answered. */
  readonly lastFailure: string | undefined;
  /** When the certificate ends that it showed last, ms since 1970; `undefined` where it showed none. */
  readonly certificateEnd: number | undefined;
}

/** Where a subgraph is, and whether it is sent anything. */
export interface SubgraphPosition {
  /** Without a path, which can hold a key: `https://workers.example`; `this process`. */
  readonly address: string | undefined;
  /** Since when its breaker is open, ISO 8601; undefined while it is closed. */
  readonly openSince: string | undefined;
  /** Since when no request to it was answered, ISO 8601; undefined where the last one was. */
  readonly failingSince: string | undefined;
}

/** How late a deadline may take effect, in ms. */
const DEADLINE_TOLERANCE = 25;

/** The channel to one subgraph. */
export class SubgraphChannel implements CallOwner {
  readonly #parts: ChannelParts;
  readonly #breaker: CircuitBreaker;
  readonly #prober: Prober;
  readonly #retryPolicy: RetryPolicy;
  /** In the order of arrival; an abandoned call is taken out at once. */
  readonly #queue = new CompactingMap<SubgraphCall, true>();
  readonly #shared = new CompactingMap<string, SubgraphCall>();
  #active = 0;
  /** Calls that a caller waits for. */
  #open = 0;
  #requests = 0;
  #failed = 0;
  #lastFailure: string | undefined;
  /** When the first of the requests failed that have failed since the last was answered, ms of `performance.now()`. */
  #failingSince: number | undefined;
  /** Code of the last attempt that counted against it, and since when its breaker is open, ms of `performance.now()`. */
  #lastFault: string | undefined;
  #openSince = 0;
  /** When the subgraph last answered any request, in ms of `performance.now()`. */
  #lastAnswer = -Infinity;
  #isSendingQueued = false;
  #closing: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  constructor(parts: ChannelParts) {
    const { limits, clock } = parts;
    this.#parts = parts;
    this.#retryPolicy = new RetryPolicy(limits.retries, limits.retryBudget);
    this.#breaker = new CircuitBreaker({
      failures: limits.breakerFailures,
      clock,
      onChange: (state, counts) => this.#breakerChanged(state, counts),
    });
    this.#prober = new Prober({
      ...parts,
      pause: limits.breakerPause,
      onOutcome: (probed) => this.#afterProbe(probed),
    });
  }

  /** How the subgraph is doing now. */
  status(): SubgraphStatus {
    return {
      name: this.#parts.name,
      kind: this.#parts.transport.kind,
      breaker: this.#breaker.state,
      active: this.#active,
      queued: this.#queue.size,
      asked: this.#requests,
      failed: this.#failed,
      lastFailure: this.#lastFailure,
      certificateEnd: this.#parts.transport.certificateEnd,
    };
  }

  position(): SubgraphPosition {
    const isOpen = this.#breaker.state === 'open';
    return {
      address: this.#parts.address,
      openSince: isOpen ? momentOf(this.#openSince) : undefined,
      failingSince: this.#failingSince === undefined ? undefined : momentOf(this.#failingSince),
    };
  }

  /** Sends a request, or joins an identical one in flight. @throws CodedError of `errors.ts`, as a rejection */
  fetch(request: SubgraphRequest): Promise<SubgraphReply> {
    return new Promise((resolve, reject) => {
      const arrived = performance.now();
      const deadline = Math.min(request.deadline, arrived + this.#parts.limits.timeout);
      // A mutation is not cut: the subgraph might have done a part of it, and the client could not learn which.
      const signal = request.kind === 'query' ? request.signal : undefined;
      const note = request.notes?.begin(request, arrived);
      const waiter: Waiter = { resolve, reject, arrived, deadline, signal, note };
      const refusal = this.#refusalOf(request, waiter);
      if (refusal === undefined) this.#enter(request, waiter);
      else refuseWaiter(waiter, refusal, arrived);
    });
  }

  #refusalOf({ signal }: SubgraphRequest, { deadline, arrived }: Waiter): CodedError | undefined {
    if (this.#closing !== undefined) return this.#fault('SUBGRAPH_CLOSING');
    if (signal?.aborted === true) return this.abandonedError();
    return deadline <= arrived ? this.timeoutError() : undefined;
  }

  /** Something has changed: who asks from now on joins none of the calls that have begun. */
  partFromCalls(): void {
    this.#shared.clear();
  }

  /** Probes the subgraph, also while its breaker is open. @param timeout how long the probe may wait, in ms */
  probe(timeout: number): Promise<ProbeOutcome> {
    return this.#prober.probe(timeout);
  }

  #afterProbe({ verdict, error }: ProbeOutcome): void {
    if (verdict === 'healthy') {
      this.#lastAnswer = performance.now();
      this.#breaker.close();
    }
    if (error === undefined) this.#lastFailure = this.#failingSince = undefined;
  }

  /** Joins an identical query in flight, or begins a call. */
  #enter(request: SubgraphRequest, waiter: Waiter): void {
    const { limits, transport, forward } = this.#parts;
    const forwarded = request.caller.forwardedBy(forward);
    const shared = limits.deduplicate && request.kind === 'query';
    const body = shared || transport.kind === 'http' ? bodyOf(request) : '';
    // An identity is a JSON list or empty, a body is a JSON object: no two pairs of them join to the same text.
    const key = shared ? forwarded.identity + body : undefined;
    const same = key === undefined ? undefined : this.#shared.get(key);
    if (same?.mayBeJoined(waiter)) {
      if (waiter.note !== undefined) waiter.note.joined = same.message.note;
      return same.join(waiter);
    }
    const start = fetchStart.hasSubscribers ? this.#publishStart(request, forwarded) : undefined;
    const message: OutboundMessage = {
      request,
      note: waiter.note,
      body,
      headers: start?.headers ?? forwarded.flat,
      callerHeaders: forwarded.callerHeaders,
      claims: forwarded.claims,
    };
    this.#begin(new SubgraphCall(this, message, key, start, waiter));
  }

  #begin(call: SubgraphCall): void {
    this.#requests++;
    this.#open++;
    this.#retryPolicy.earn();
    if (call.key !== undefined) this.#shared.set(call.key, call);
    this.#parts.sweeper.add(call);
    this.#sendOrQueue(call);
  }

  /** Sends a call at once, or puts it in the queue, or refuses it. */
  #sendOrQueue(call: SubgraphCall): void {
    const { concurrency, queue } = this.#parts.limits;
    if (this.#active < concurrency && this.#queue.size === 0) this.#send(call);
    else if (this.#breaker.state === 'open') this.#finish(call, this.#openError());
    else if (this.#queue.size >= queue)
      this.#finish(call, this.#fault('SUBGRAPH_BUSY', `${this.#queue.size} wait already`));
    else {
      call.phase = { kind: 'queued' };
      this.#queue.set(call, true);
    }
  }

  #send(call: SubgraphCall): void {
    const permit = this.#breaker.enter();
    if (permit === undefined) return this.#finish(call, this.#openError());
    call.permit = permit;
    call.tries++;
    call.sent = performance.now();
    this.#active++;
    const trying = (call.phase = { kind: 'trying', attempt: undefined });
    const attempt = this.#parts.transport.send(call.message, call);
    // The attempt may have ended before `send` returned.
    if (call.phase === trying) call.phase = { kind: 'trying', attempt };
  }

  /** Ends the call, or schedules a retry; then sends what waits in the queue. */
  attemptEnded(call: SubgraphCall, outcome: TransportResult): void {
    this.#active--;
    const over = call.phase.kind === 'over' ? call.phase : undefined;
    const verdict = over?.verdict ?? outcome.verdict;
    if (verdict === 'failed') this.#lastFault = outcome.error?.code ?? 'SUBGRAPH_TIMEOUT';
    if (verdict === 'healthy') this.#lastAnswer = performance.now();
    this.#breaker.leave(call.permit!, verdict);
    if (over === undefined && !this.#scheduleRetry(call, outcome)) this.#finish(call, outcome.error, outcome);
    this.#sendQueued();
    this.#closeWhenIdle();
  }

  /** @returns whether the call will be retried */
  #scheduleRetry(call: SubgraphCall, outcome: TransportResult): boolean {
    if (!outcome.retriable || call.message.request.kind !== 'query') return false;
    const left = call.lastDeadline - performance.now();
    if (outcome.retryAfter >= left) return false;
    const wait = this.#retryPolicy.spend(call.tries, outcome.retryAfter);
    if (wait === undefined) return false;
    call.phase = { kind: 'pausing', timer: setTimeout(() => this.#sendOrQueue(call), wait) };
    return true;
  }

  #finish(call: SubgraphCall, error: CodedError | undefined, outcome?: TransportResult): void {
    const now = this.#end(call, 'healthy', error?.code, outcome?.bytes);
    if (error !== undefined) call.reject(error, now);
    else call.resolve(outcome!.reply!, now);
  }

  /** No caller waits for the call any more: it leaves the queue, or its retry or attempt is cancelled. */
  abandoned(call: SubgraphCall, late: boolean): void {
    const { phase } = call;
    this.#end(
      call,
      late && this.#wasSilent(call) ? 'failed' : 'unknown',
      late ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_ABANDONED',
    );
    if (phase.kind === 'queued') this.#queue.delete(call);
    else if (phase.kind === 'pausing') clearTimeout(phase.timer);
    else if (phase.kind === 'trying') phase.attempt?.cancel();
    this.#closeWhenIdle();
  }

  /**
   * One request without an answer shows nothing about the subgraph: it may select what takes long, or have had little time. The
   * subgraph was silent when the request had the longest time there is and no other request was answered meanwhile.
   */
  #wasSilent({ sent }: SubgraphCall): boolean {
    return performance.now() - sent >= this.#parts.longestWait - DEADLINE_TOLERANCE && this.#lastAnswer < sent;
  }

  /** @returns when, ms of `performance.now()` */
  #end(call: SubgraphCall, verdict: 'healthy' | 'failed' | 'unknown', code: string | undefined, bytes = 0): number {
    call.phase = { kind: 'over', verdict };
    this.#open--;
    this.#parts.sweeper.delete(call);
    if (call.key !== undefined && this.#shared.get(call.key) === call) this.#shared.delete(call.key);
    if (code !== 'SUBGRAPH_ABANDONED') this.#recordOutcome(code);
    const { note } = call.message;
    if (note !== undefined) note.sent = { bytes, tries: call.tries, by: this.#parts.transport.kind };
    const now = performance.now();
    if (fetchEnd.hasSubscribers) this.#publishEnd(call, { code, bytes, duration: now - call.began });
    return now;
  }

  #recordOutcome(code: string | undefined): void {
    if (code === undefined) this.#failingSince = undefined;
    else {
      this.#failed++;
      this.#failingSince ??= performance.now();
    }
    this.#lastFailure = code;
  }

  /** Sends calls from the queue. An attempt that fails at once calls this again: the loop is entered once. */
  #sendQueued(): void {
    if (this.#isSendingQueued) return;
    this.#isSendingQueued = true;
    while (this.#active < this.#parts.limits.concurrency) {
      const call = this.#queue.first();
      if (call === undefined) break;
      this.#queue.delete(call);
      this.#send(call);
    }
    this.#isSendingQueued = false;
  }

  /** Accepts no new requests; resolves when all in flight have ended and the connections are closed. */
  close(): Promise<void> {
    this.#closed ??= new Promise<void>((resolve) => {
      this.#closing = resolve;
      this.#prober.close();
      this.#closeWhenIdle();
    }).then(() => this.#parts.transport.close());
    return this.#closed;
  }

  #closeWhenIdle(): void {
    if (this.#open === 0 && this.#active === 0) this.#closing?.();
  }

  timeoutError(): CodedError {
    return this.#fault('SUBGRAPH_TIMEOUT');
  }

  abandonedError(): CodedError {
    return this.#fault('SUBGRAPH_ABANDONED');
  }

  #openError(): CodedError {
    return this.#fault('SUBGRAPH_OPEN', undefined, {
      retryAfter: Math.max(1, Math.ceil(this.#prober.remaining / 1000)),
    });
  }

  #fault(code: Parameters<typeof fetchFault>[0], detail?: string, extensions?: Record<string, unknown>): CodedError {
    return fetchFault(code, this.#parts.name, detail, extensions);
  }

  #breakerChanged(state: BreakerState['kind'], { calls, failures }: BreakerCounts): void {
    const { name: subgraph, address, log } = this.#parts;
    const change: BreakerChange = { subgraph, state };
    if (state === 'open') {
      this.#openSince = performance.now();
      this.#prober.start();
      log.warn(
        { ...change, address, code: this.#lastFault, failures, calls },
        'requests to a subgraph are refused: it fails',
      );
    } else {
      this.#prober.stop();
      const seconds = Math.round((performance.now() - this.#openSince) / 1_000);
      log.info({ ...change, address, seconds }, 'requests to a subgraph pass again: it answers');
    }
    if (breakerChange.hasSubscribers) breakerChange.publish(change);
  }

  #publishStart(request: SubgraphRequest, forwarded: Forwarded): FetchStart {
    const start: FetchStart = {
      subgraph: this.#parts.name,
      kind: request.kind,
      operationName: request.operationName,
      fetches: request.fetches ?? 1,
      headers: [...forwarded.flat],
    };
    fetchStart.publish(start);
    return start;
  }

  #publishEnd(call: SubgraphCall, { code, bytes, duration }: Pick<FetchEnd, 'code' | 'bytes' | 'duration'>): void {
    const { start, tries, callers, message } = call;
    const end: FetchEnd = {
      start,
      subgraph: this.#parts.name,
      kind: message.request.kind,
      code,
      duration,
      bytes,
      tries,
      fetches: message.request.fetches ?? 1,
      callers,
    };
    fetchEnd.publish(end);
  }
}

/** @param at ms of `performance.now()` @returns ISO 8601 */
function momentOf(at: number): string {
  return new Date(performance.timeOrigin + at).toISOString();
}
