/**
 * What a request notes of itself: when each stage ended, what it asked, how it was answered. Stages only write here; what is made of the
 * notes stands in observe/. Never a variable and never a person: an operation by its name, a caller by their roles.
 */

import type { SampleReason } from '../../base/traces/trace-sampler.ts';
import type { TraceContext } from '../../base/traces/trace-context.ts';
import type { FetchNote } from '../fetch/fetch-note.ts';
import type { ObjectPlan } from '../result/response-plan.ts';

/** The stages of a request in their order, each entered once at most; pipeline.ts has them with their modules. */
export const REQUEST_STAGES = [
  'read',
  'authenticate',
  'plan',
  'check',
  'wait',
  'execute',
  'resume',
  'disclose',
  'write',
  'send',
] as const;
/** A stage of a request. */
export type RequestStage = (typeof REQUEST_STAGES)[number];

/** Where each stands among them. */
const PLACES = Object.fromEntries(REQUEST_STAGES.map((stage, place) => [stage, place])) as Record<RequestStage, number>;

const NOT_REACHED: readonly number[] = REQUEST_STAGES.map(() => NaN);

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** An operation: the same object each time while it is prepared. */
export interface WatchedOperation {
  readonly operation: { readonly name?: { readonly value: string } };
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly plan: object;
}

/** The trace that a request is part of, and the request's own span in it. */
export interface RequestTrace extends TraceContext {
  /** The caller's span; undefined where the trace begins here. */
  readonly parentId: string | undefined;
  /** Why it is sampled from its begin on; undefined where it is not. */
  readonly reason: SampleReason | undefined;
  /** The caller's `tracestate`, which is sent on as it came. */
  readonly state: string | undefined;
}

/** What of a request is wanted beside its figures. */
interface WatchedMore {
  readonly withFetches?: boolean;
  readonly trace?: RequestTrace;
}

/** An error of an answer. */
interface WatchedError {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A result, which makes its errors when they are first asked for. */
interface WatchedOutcome {
  errors(): readonly WatchedError[];
}

/** What leaves. */
interface WatchedReply {
  readonly status: number;
  readonly body: string | Buffer;
  /** Whether the operation was not valid, whatever the status says. */
  readonly invalid?: boolean;
}

/** Who observes requests. */
export interface ObserveRequests {
  /** A request has arrived; its body is still to be read. */
  begin(requestId: string, arrived: { readonly method?: string; readonly headers: Headers }): RequestWatch;
  /** Its connection has its answer, or is gone. */
  ended(watch: RequestWatch): void;
  /** What arrived was refused before it was a request. @param code why */
  unreadable(code: string): void;
}

/** The notes of one request. */
export class RequestWatch {
  readonly requestId: string;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Headers;
  /** ms of `performance.now()` */
  readonly began = performance.now();
  /** When each stage ended, in their order, ms of `performance.now()`; NaN for one that was not reached. A list of plain numbers: fields would each be an object. */
  readonly #ends = NOT_REACHED.slice();
  /** The last stage that ended. */
  reached: RequestStage | undefined;
  /** Set once it is prepared. */
  operation: WatchedOperation | undefined;
  /** Set once the caller is identified. */
  roles: readonly string[] | undefined;
  /** Absent where nothing is traced. */
  readonly trace: RequestTrace | undefined;
  /** Its fetches as they begin; undefined where nobody wants them. */
  readonly fetches: FetchNote[] | undefined;
  /** Whether another request's run answered this one too. */
  shared = false;
  /** The trace of the request whose run that was. */
  ranBy: TraceContext | undefined;
  /** From when it has run until its answer is made: a large result is not kept for as long as a client takes to read. */
  outcome: WatchedOutcome | undefined;
  /** Of its answer, once that is made. */
  errors: readonly WatchedError[] = [];
  /** The plan that its answer was made by. */
  shownBy: ObjectPlan | undefined;
  /** What the request as a whole was refused with. */
  code: string | undefined;
  /** The body of a refusal that Apollo Server has written; its code stands in it. */
  refusal: string | Buffer | undefined;
  status = 0;
  bytesIn = 0;
  bytesOut = 0;
  /** Whether the client has gone before the answer was sent whole. */
  abandoned = false;
  #last = this.began;

  constructor(requestId: string, method: string, headers: Headers, { withFetches = false, trace }: WatchedMore = {}) {
    this.requestId = requestId;
    this.method = method;
    this.headers = headers;
    this.fetches = withFetches ? [] : undefined;
    this.trace = trace;
  }

  /** Writes down that a stage has ended: it took the time since the one before. */
  end(stage: RequestStage): void {
    this.#last = this.#ends[PLACES[stage]] = performance.now();
    this.reached = stage;
  }

  /** The same of a stage that takes hardly any time but where it waits. @param waited false: what it took counts with the stage after it, and the clock is not asked */
  endAfter(waited: boolean, stage: RequestStage): void {
    if (waited) this.end(stage);
    else this.reached = stage;
  }

  /** Tells of each stage that was reached, in turn. @param tell told when it began, ms of `performance.now()`, and how long it took, ms */
  eachStage(tell: (stage: RequestStage, began: number, ms: number) => void): void {
    let last = this.began;
    for (let place = 0; place < REQUEST_STAGES.length; place++) {
      const end = this.#ends[place]!;
      if (Number.isNaN(end)) continue;
      tell(REQUEST_STAGES[place]!, last, end - last);
      last = end;
    }
  }

  /** The stage after the last one that ended refuses the request. */
  refuse(code: string): void {
    this.code = code;
    this.#endNext();
  }

  /** The answer is made. */
  answered({ status, body, invalid = false }: WatchedReply): void {
    const { outcome } = this;
    this.status = status;
    this.outcome = undefined;
    if (this.code !== undefined) return;
    this.errors = outcome?.errors() ?? [];
    if (status < 400 && !invalid) return this.end('write');
    this.refusal = body;
    this.#endNext();
  }

  /** @param whole false where the client has gone before */
  sent(whole: boolean): void {
    this.abandoned = !whole;
    this.end('send');
  }

  /** Time that passed since the last stage belongs to the one that refuses. */
  #endNext(): void {
    const next = this.reached === undefined ? 0 : REQUEST_STAGES.indexOf(this.reached) + 1;
    this.end(REQUEST_STAGES[next] ?? 'send');
  }

  /** ms from its arrival to the last stage that ended */
  get duration(): number {
    return this.#last - this.began;
  }
}
