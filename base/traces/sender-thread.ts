/**
 * The thread in which spans are encoded and sent, one for all programs of this process. Beside the requests they would slow each of them: V8
 * makes Node's streams and events fast for the kinds of connections that it has seen, and an exporter's client is one kind more.
 */
import { Worker } from 'node:worker_threads';
import type { FinishedSpan } from './finished-span.ts';
import type { SenderOptions } from './otlp-sender.ts';

/** What the thread is asked. */
export interface SpanBatch {
  /** Of the batch. */
  readonly id: number;
  readonly options: SenderOptions;
  readonly spans: readonly FinishedSpan[];
}

/** What it answers. */
export interface BatchOutcome {
  readonly id: number;
  /** Why the receiver did not take them; undefined where it did. */
  readonly refused: string | undefined;
}

interface SenderThread {
  readonly worker: Worker;
  /** Batches under way, by their ids. */
  readonly waiting: Map<number, (refused: string | undefined) => void>;
}

let running: SenderThread | undefined;
let batches = 0;

/** Starts the thread where there is none. It keeps no program alive. @returns why the receiver did not take them; undefined where it did */
export function sendInThread(options: SenderOptions, spans: readonly FinishedSpan[]): Promise<string | undefined> {
  const { worker, waiting } = (running ??= startThread());
  const batch: SpanBatch = { id: ++batches, options, spans };
  return new Promise((resolve) => {
    waiting.set(batch.id, resolve);
    worker.postMessage(batch);
  });
}

function startThread(): SenderThread {
  const worker = new Worker(new URL('./sender-entry.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const thread: SenderThread = { worker, waiting: new Map() };
  const end = (reason: string): void => {
    if (running === thread) running = undefined;
    for (const resolve of thread.waiting.values()) resolve(reason);
    thread.waiting.clear();
  };
  worker.on('message', ({ id, refused }: BatchOutcome) => {
    thread.waiting.get(id)?.(refused);
    thread.waiting.delete(id);
  });
  worker.on('error', ({ message }: Error) => end(message));
  worker.on('exit', () => end('the thread that sends them has ended'));
  // After the listeners: each would hold the program again.
  worker.unref();
  return thread;
}
