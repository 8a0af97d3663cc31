/**
 * Sends spans by OTLP over HTTP, in the background. Whoever hands spans over never waits and never fails: a queue holds only so many, one
 * batch is under way at a time, and what a receiver does not take in time is counted and dropped.
 */
import type { Log } from '../log.ts';
import type { SettingsOf } from '../settings.ts';
import type { FinishedSpan } from './finished-span.ts';
import type { SenderOptions } from './otlp-sender.ts';
import { sendInThread } from './sender-thread.ts';
import type { traceSettings } from './settings.ts';

/** Spans that wait; more are dropped. */
const MOST_WAITING = 4_096;
/** Spans in one request, and how long they wait for others, ms. */
const [BATCH, PATIENCE] = [512, 1_000];
/** How long a batch may take, ms: longer than a receiver may. */
const TIMEOUT = 6_000;
/** How long a stop waits for what is left, ms. */
const LAST_MOMENT = 2_000;
/** ms between two lines of the log about a receiver that does not take spans. */
const QUIET = 60_000;

/** Why spans were dropped: the bound of a second, the queue was full, or the receiver did not take them. */
type DropReason = 'bound' | 'queue' | 'receiver';

/** Takes spans and sends them. */
export interface SpanExporter {
  /** Never waits, never throws. */
  add(spans: readonly FinishedSpan[]): void;
  /** Counts spans that were not even made. */
  drop(spans: number, reason: DropReason): void;
  /** How many were taken by the receiver, and how many were dropped, since the start. */
  readonly counts: Readonly<Record<DropReason | 'sent', number>>;
  /** Sends what waits, for 2 s at most; what is left then is dropped. */
  close(): Promise<void>;
}

type Settings = Pick<SettingsOf<typeof traceSettings>, 'tracesProtocol' | 'tracesHeaders' | 'tracesService'>;

interface ExporterParts {
  readonly settings: Settings & { readonly tracesEndpoint: string };
  /** What the program is called where the settings do not say. */
  readonly service: string;
  readonly log: Log;
}

/** Starts the thread that sends, unless it runs. */
export function openSpanExporter(parts: ExporterParts): SpanExporter {
  return new QueuedExporter(parts);
}

class QueuedExporter implements SpanExporter {
  readonly counts = { sent: 0, bound: 0, queue: 0, receiver: 0 };
  readonly #log: Log;
  readonly #options: SenderOptions;
  #waiting: FinishedSpan[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #quietUntil = -Infinity;
  #closed: Promise<void> | undefined;

  constructor({ settings, service, log }: ExporterParts) {
    this.#log = log;
    const { tracesEndpoint, tracesProtocol, tracesHeaders, tracesService } = settings;
    this.#options = { tracesEndpoint, tracesProtocol, tracesHeaders, service: tracesService ?? service };
    // So that it is ready when the first spans come: a program may stop soon after them.
    void sendInThread(this.#options, []);
  }

  add(spans: readonly FinishedSpan[]): void {
    const room = this.#closed !== undefined ? 0 : MOST_WAITING - this.#waiting.length;
    if (spans.length > room) return this.drop(spans.length, 'queue');
    this.#waiting.push(...spans);
    if (this.#waiting.length >= BATCH) void this.#send();
    else this.#timer ??= setTimeout(() => void this.#send(), PATIENCE).unref();
  }

  drop(spans: number, reason: DropReason): void {
    this.counts[reason] += spans;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const deadline = performance.now() + LAST_MOMENT;
    while (this.#waiting.length > 0 || this.#sending !== undefined) {
      const left = deadline - performance.now();
      if (left <= 0) break;
      await within(this.#send(), left);
    }
    clearTimeout(this.#timer);
    this.drop(this.#waiting.length, 'receiver');
    this.#waiting = [];
  }

  /** Sends one batch after another while there are whole ones. */
  #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#sendBatch().finally(() => {
      this.#sending = undefined;
      if (this.#waiting.length >= BATCH) void this.#send();
      else if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => void this.#send(), PATIENCE).unref();
    });
    return this.#sending;
  }

  async #sendBatch(): Promise<void> {
    const batch = this.#waiting.splice(0, BATCH);
    if (batch.length === 0) return;
    const late = soon(TIMEOUT).then(() => 'it did not answer in time');
    const refused = await Promise.race([sendInThread(this.#options, batch), late]);
    if (refused === undefined) this.counts.sent += batch.length;
    else this.#notTaken(batch.length, refused);
  }

  #notTaken(spans: number, reason: string): void {
    this.drop(spans, 'receiver');
    const now = performance.now();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + QUIET;
    this.#log.warn({ spans, reason }, 'the receiver of traces does not take them; they are dropped');
  }
}

function soon(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** @returns undefined where it failed or did not end in time */
function within<Value>(work: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  return Promise.race([work.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}
