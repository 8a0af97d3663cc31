/**
 * Waits until commits are on the disk itself, for `j: true`. SQLite would wait at the commit (`synchronous = FULL`) and delay every
 * connection meanwhile. Writing its log to the disk before the write is acknowledged guarantees the same. Writers that arrive while the
 * disk is busy share the next wait.
 */
import fs from 'node:fs';

/** The waits for the disk of one file. */
export class Journal {
  readonly #path: string;
  #file: number | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** @param path the store's file */
  constructor(path: string) {
    this.#path = path;
  }

  /** @returns when every commit before this call is on the disk; a checkpoint has written there what is no longer in the log */
  onDisk(): Promise<void> {
    // A wait that has begun may have begun before the last commit.
    if (this.#running !== undefined)
      return (this.#next ??= this.#running.catch(() => undefined).then(() => this.#begin()));
    return this.#begin();
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    this.#running = this.#sync().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  #sync(): Promise<void> {
    this.#file ??= fs.openSync(`${this.#path}-wal`, 'r+');
    const file = this.#file;
    return new Promise((resolve, reject) =>
      fs.fdatasync(file, (thrown) => (thrown === null ? resolve() : reject(thrown))),
    );
  }

  close(): void {
    const file = this.#file;
    const close = (): void => {
      if (file !== undefined) fs.closeSync(file);
    };
    if (this.#running === undefined) close();
    else void this.#running.then(close, close);
  }
}
