/**
 * Carries what was written from SQLite's log (the WAL file) into the store's file, in a thread of its own: it waits for the disk, for a
 * quarter of a second and more on a busy one, and done by SQLite itself at a commit it would keep every connection waiting that long.
 * Readers never wait for it. Writers do when they are faster than the disk and the log has grown to its bound.
 */
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** A log of this size is carried over, in bytes; SQLite's own default is 4 MB. */
const WORTH_IT = 32 * 1024 * 1024;
/** Writers wait when the log is this large, in bytes. It bounds the disk space, and how much a start after a crash must read again. */
const BOUND = 4 * WORTH_IT;

/** The answer of the thread: whether all of the log is in the file now. An open snapshot may keep a part of it in the log. */
export type Checkpointed = { readonly whole: boolean };

/** The checkpoints of one file. */
export class Checkpointer {
  readonly #path: string;
  #thread: Worker | undefined;
  #running: Promise<void> | undefined;
  #bound = BOUND;

  /** @param path the store's file */
  constructor(path: string) {
    this.#path = path;
  }

  /** Call it after each commit. */
  committed(): void {
    if (this.#running === undefined && this.#size() >= WORTH_IT) this.#begin();
  }

  /** What a writer must wait for before it writes more. */
  get full(): Promise<void> | undefined {
    return this.#running !== undefined && this.#size() >= this.#bound ? this.#running : undefined;
  }

  /** The log is short again after the first write once all of it was carried over. */
  #size(): number {
    return statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }

  #begin(): void {
    this.#thread ??= this.#started();
    const thread = this.#thread;
    this.#running = new Promise((resolve) => {
      const done = ({ whole }: Checkpointed): void => {
        thread.off('exit', ended);
        // What a snapshot needs stays in the log until the snapshot ends: waiting for the thread again would not shorten it.
        this.#bound = whole ? BOUND : this.#size() + BOUND;
        resolve();
      };
      const ended = (): void => {
        thread.off('message', done);
        this.#thread = undefined;
        resolve();
      };
      thread.once('message', done).once('exit', ended).postMessage(undefined);
    });
    void this.#running.then(() => {
      this.#running = undefined;
    });
  }

  #started(): Worker {
    const thread = new Worker(new URL('./checkpointer-entry.ts', import.meta.url), {
      workerData: this.#path,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    thread.unref();
    // It ends with the error; the next commit starts another one.
    thread.on('error', () => undefined);
    return thread;
  }

  stop(): void {
    void this.#thread?.terminate();
  }
}
