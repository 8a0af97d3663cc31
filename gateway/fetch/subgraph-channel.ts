/**
 * Everything between the executor and one subgraph: identical queries are shared, the breaker and the bounded queue say
 * who may ask, failed queries are tried again within a budget. How a question travels is the transport's business.
 */
import type { CodedError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { CompactingMap } from './compacting-map.ts';
import { bodyOf } from './request-body.ts';
import { SubgraphCall, type CallKeeper, type Waiter } from './call.ts';
import { CircuitBreaker, type BreakerState } from './circuit-breaker.ts';
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
import { Prober, type Probed } from './prober.ts';
import { RetryPolicy } from './retry-policy.ts';
import type { SubgraphReply, SubgraphRequest } from './subgraph-request.ts';
import type { Sweeper } from './sweeper.ts';
import type { OutboundMessage, TransportResult, Transport } from './transport.ts';

interface ChannelLimits {
  /** ms one question may take, waiting and retries included. */
  readonly timeout: number;
  readonly concurrency: number;
  readonly queue: number;
  readonly deduplicate: boolean;
  readonly retries: number;
  /** Percent of the questions. */
  readonly retryBudget: number;
  /** Percent. */
  readonly breakerFailures: number;
  /** ms from one probe of a subgraph that is left alone to the next */
  readonly breakerPause: number;
}

export interface ChannelParts {
  readonly name: string;
  readonly transport: Transport;
  readonly limits: ChannelLimits;
  readonly forward: HeaderForwarding;
  readonly sweeper: Sweeper;
  readonly log: Log;
  /** The breaker's clock, in ms. */
  readonly clock: () => number;
  /** What a question has at most when it is the request's first, in ms: one that got no answer for less proves no silence. */
  readonly patience: number;
}

/** How a subgraph is doing, for readiness and metrics. */
export interface SubgraphStatus {
  readonly name: string;
  readonly kind: 'http' | 'process';
  readonly breaker: BreakerState['kind'];
  /** Questions on the wire, and those waiting for their turn. */
  readonly active: number;
  readonly queued: number;
  /** Since the start: questions asked of it, and those that got no answer. */
  readonly asked: number;
  readonly failed: number;
  /** Code of the last failure, `undefined` when the last question was answered. */
  readonly lastFailure: string | undefined;
}

/** How exactly deadlines are kept, in ms. */
const SLACK = 25;

export class SubgraphChannel implements CallKeeper {
  readonly #parts: ChannelParts;
  readonly #breaker: CircuitBreaker;
  readonly #prober: Prober;
  readonly #retryPolicy: RetryPolicy;
  /** In the order they came; one who leaves is taken out at once. */
  readonly #queue = new CompactingMap<SubgraphCall, true>();
  readonly #shared = new CompactingMap<string, SubgraphCall>();
  #active = 0;
  /** Calls somebody waits for. */
  #open = 0;
  #asked = 0;
  #failed = 0;
  #lastFailure: string | undefined;
  /** When the subgraph last answered anybody, in ms of `performance.now()`. */
  #lastAnswer = -Infinity;
  #pumping = false;
  #closing: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  constructor(parts: ChannelParts) {
    const { limits, clock } = parts;
    this.#parts = parts;
    this.#retryPolicy = new RetryPolicy(limits.retries, limits.retryBudget);
    this.#breaker = new CircuitBreaker({
      failures: limits.breakerFailures,
      clock,
      changed: (state) => this.#breakerChanged(state),
    });
    this.#prober = new Prober({ ...parts, pause: limits.breakerPause, probed: (probed) => this.#probed(probed) });
  }

  status(): SubgraphStatus {
    return {
      name: this.#parts.name,
      kind: this.#parts.transport.kind,
      breaker: this.#breaker.state,
      active: this.#active,
      queued: this.#queue.size,
      asked: this.#asked,
      failed: this.#failed,
      lastFailure: this.#lastFailure,
    };
  }

  fetch(request: SubgraphRequest): Promise<SubgraphReply> {
    return new Promise((resolve, reject) => {
      const now = performance.now();
      const deadline = Math.min(request.deadline, now + this.#parts.limits.timeout);
      // A mutation is not cut: the subgraph might have done a part of it, and nobody could say which.
      const signal = request.kind === 'query' ? request.signal : undefined;
      const waiter: Waiter = { resolve, reject, deadline, signal };
      if (this.#closing !== undefined) reject(this.#fault('SUBGRAPH_CLOSING'));
      else if (request.signal?.aborted === true) reject(this.abandonedError());
      else if (deadline <= now) reject(this.lateError());
      else this.#enter(request, waiter, now);
    });
  }

  /** Asks whether the subgraph is there, also while it is left alone. @param timeout ms */
  probe(timeout: number): Promise<Probed> {
    return this.#prober.probe(timeout);
  }

  #probed({ verdict, error }: Probed): void {
    if (verdict === 'healthy') {
      this.#lastAnswer = performance.now();
      this.#breaker.heal();
    }
    if (error === undefined) this.#lastFailure = undefined;
  }

  /** Joins an identical query under way, or begins a call. */
  #enter(request: SubgraphRequest, waiter: Waiter, now: number): void {
    const { limits, transport, forward } = this.#parts;
    const forwarded = request.caller.forwardedBy(forward);
    const shared = limits.deduplicate && request.kind === 'query';
    const body = shared || transport.kind === 'http' ? bodyOf(request) : '';
    // An identity is a JSON list or nothing, a body a JSON object: together they are read in one way only.
    const key = shared ? forwarded.identity + body : undefined;
    const same = key === undefined ? undefined : this.#shared.get(key);
    if (same !== undefined) return same.join(waiter);
    const start = fetchStart.hasSubscribers ? this.#tellStart(request, forwarded) : undefined;
    const message: OutboundMessage = {
      request,
      body,
      headers: start?.headers ?? forwarded.flat,
      own: forwarded.own,
      claims: forwarded.claims,
    };
    this.#begin(new SubgraphCall(this, message, key, now, start, waiter));
  }

  #begin(call: SubgraphCall): void {
    this.#asked++;
    this.#open++;
    this.#retryPolicy.earn();
    if (call.key !== undefined) this.#shared.set(call.key, call);
    this.#parts.sweeper.add(call);
    this.#admit(call);
  }

  /** Lets a call try at once, or puts it in the queue. */
  #admit(call: SubgraphCall): void {
    const { concurrency, queue } = this.#parts.limits;
    if (this.#active < concurrency && this.#queue.size === 0) this.#try(call);
    else if (this.#breaker.state === 'open') this.#settle(call, this.#openError());
    else if (this.#queue.size >= queue)
      this.#settle(call, this.#fault('SUBGRAPH_BUSY', `${this.#queue.size} wait already`));
    else {
      call.phase = { kind: 'queued' };
      this.#queue.set(call, true);
    }
  }

  #try(call: SubgraphCall): void {
    const permit = this.#breaker.enter();
    if (permit === undefined) return this.#settle(call, this.#openError());
    call.permit = permit;
    call.tries++;
    call.sent = performance.now();
    this.#active++;
    const trying = (call.phase = { kind: 'trying', attempt: undefined });
    const attempt = this.#parts.transport.send(call.message, call);
    // A try may have ended before `send` returned.
    if (call.phase === trying) call.phase = { kind: 'trying', attempt };
  }

  tried(call: SubgraphCall, outcome: TransportResult): void {
    this.#active--;
    const over = call.phase.kind === 'over' ? call.phase : undefined;
    const verdict = over?.verdict ?? outcome.verdict;
    if (verdict === 'healthy') this.#lastAnswer = performance.now();
    this.#breaker.leave(call.permit!, verdict);
    if (over === undefined && !this.#pause(call, outcome)) this.#settle(call, outcome.error, outcome);
    this.#pump();
    this.#closeWhenIdle();
  }

  /** Waits and tries again, if the call may. */
  #pause(call: SubgraphCall, outcome: TransportResult): boolean {
    if (!outcome.retriable || call.message.request.kind !== 'query') return false;
    const left = call.lastDeadline - performance.now();
    if (outcome.retryAfter >= left) return false;
    const wait = this.#retryPolicy.spend(call.tries, outcome.retryAfter);
    if (wait === undefined) return false;
    call.phase = { kind: 'pausing', timer: setTimeout(() => this.#admit(call), wait) };
    return true;
  }

  #settle(call: SubgraphCall, error: CodedError | undefined, outcome?: TransportResult): void {
    this.#end(call, 'healthy', error?.code, outcome?.bytes);
    if (error !== undefined) call.reject(error);
    else call.resolve(outcome!.reply!);
  }

  deserted(call: SubgraphCall, late: boolean): void {
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
   * One question without an answer is its own affair: it may ask for what takes long, or have had little time. The subgraph was silent
   * when it had all the time there is and answered nobody meanwhile.
   */
  #wasSilent({ sent }: SubgraphCall): boolean {
    return performance.now() - sent >= this.#parts.patience - SLACK && this.#lastAnswer < sent;
  }

  #end(call: SubgraphCall, verdict: 'healthy' | 'failed' | 'unknown', code: string | undefined, bytes = 0): void {
    call.phase = { kind: 'over', verdict };
    this.#open--;
    this.#parts.sweeper.delete(call);
    if (call.key !== undefined) this.#shared.delete(call.key);
    if (code !== 'SUBGRAPH_ABANDONED') this.#note(code);
    if (fetchEnd.hasSubscribers) this.#tellEnd(call, code, bytes);
  }

  #note(code: string | undefined): void {
    if (code !== undefined) this.#failed++;
    this.#lastFailure = code;
  }

  /** Lets the next in the queue try. A try that fails at once comes back here: the loop is entered once. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    while (this.#active < this.#parts.limits.concurrency) {
      const call = this.#queue.first();
      if (call === undefined) break;
      this.#queue.delete(call);
      this.#try(call);
    }
    this.#pumping = false;
  }

  /** Takes nothing new and ends when everything under way has ended. */
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

  lateError(): CodedError {
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

  #breakerChanged(state: BreakerState['kind']): void {
    if (state === 'open') this.#prober.start();
    else this.#prober.stop();
    const change: BreakerChange = { subgraph: this.#parts.name, state };
    this.#parts.log[state === 'open' ? 'warn' : 'info'](change, 'breaker');
    if (breakerChange.hasSubscribers) breakerChange.publish(change);
  }

  #tellStart(request: SubgraphRequest, forwarded: Forwarded): FetchStart {
    const start: FetchStart = {
      subgraph: this.#parts.name,
      kind: request.kind,
      operationName: request.operationName,
      headers: [...forwarded.flat],
    };
    fetchStart.publish(start);
    return start;
  }

  #tellEnd(call: SubgraphCall, code: string | undefined, bytes: number): void {
    const { start, tries, callers, began, message } = call;
    const end: FetchEnd = {
      start,
      subgraph: this.#parts.name,
      kind: message.request.kind,
      code,
      duration: performance.now() - began,
      bytes,
      tries,
      callers,
    };
    fetchEnd.publish(end);
  }
}
