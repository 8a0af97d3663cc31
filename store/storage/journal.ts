/**
 * Waits until commits are on the disk itself, for `j: true`. SQLite would wait at the commit (`synchronous = FULL`) and delay every
 * connection meanwhile. Writing its log to the disk before the write is acknowledged guarantees the same. Writers that arrive while the
 * disk is busy share the next wait. Commits that nobody waits for are brought there soon.
 *
 * Each sync leaves a trace in two places: its number in the store's file, written before it, and a mark beside the file, written after it.
 * Where a start finds a lower number in the file than in the mark, writes are missing (loss.ts).
 */
import fs from 'node:fs';
import { sqliteCode } from './file-fault.ts';
import { logOfFile, saltOf } from './log-frames.ts';
import { MarkFile, type SyncMark, type SyncPoint } from './sync-mark.ts';
import { storedPoint, writePoint } from './sync-point.ts';
import type { SqlFile } from './sql-file.ts';

/** How long a commit that nobody waits for stays in memory, in milliseconds. */
const SOON = 500;
/** SQLite's number for a disk without room. */
const SQLITE_FULL = 13;

/** The waits for the disk of one file. */
export class Journal {
  readonly #file: SqlFile;
  readonly #mark: MarkFile;
  #point: SyncPoint;
  #log: number | undefined;
  /** Writes that wait for a sync that has not begun. */
  #waiting = 0;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #soon: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param file the store's file, open */
  constructor(file: SqlFile) {
    this.#file = file;
    // The mark first: a file that has a point, and no mark beside it, has lost it.
    this.#mark = new MarkFile(file.path);
    this.#point = storedPoint(file);
  }

  /** @returns when every commit before this call is on the disk; a checkpoint has written there what is no longer in the log */
  onDisk(): Promise<void> {
    this.#waiting += 1;
    return this.#synced();
  }

  /** Syncs without anybody waiting; where that fails, those who wait for the next time are told. */
  begin(): void {
    this.#synced().catch(() => undefined);
  }

  /** Call it after each commit: it is on the disk soon, whether or not anybody waits. */
  committed(): void {
    this.#soon ??= setTimeout(() => this.begin(), SOON).unref();
  }

  #synced(): Promise<void> {
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

  async #sync(): Promise<void> {
    if (this.#isClosed()) return;
    const mark = this.#advance(false);
    const log = this.#openLog();
    await new Promise<void>((resolve, reject) =>
      fs.fdatasync(log, (thrown) => (thrown === null ? resolve() : reject(thrown))),
    );
    // Closing in the meantime has left a later one.
    if (!this.#isClosed()) await this.#mark.write(mark);
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  /** Writes the point of the sync that comes now. @returns the mark to write once it is done */
  #advance(closed: boolean): SyncMark {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const { number, acknowledged } = this.#point;
    const point = { number: number + 1, acknowledged: acknowledged + this.#waiting, at: Date.now(), closed };
    this.#waiting = 0;
    try {
      writePoint(this.#file, point);
      this.#point = point;
    } catch (thrown) {
      // What is committed can be synced all the same; the mark then has its place in the log alone.
      if (sqliteCode(thrown) !== SQLITE_FULL) throw thrown;
    }
    return { ...this.#point, salt: saltOf(this.#openLog()), frames: committedFrames(this.#file) };
  }

  #openLog(): number {
    return (this.#log ??= fs.openSync(logOfFile(this.#file.path), 'r+'));
  }

  /** Syncs once more, without letting anything else run; the log may be carried over after that. */
  close(): void {
    const mark = this.#advance(true);
    this.#closed = true;
    const log = this.#openLog();
    fs.fdatasyncSync(log);
    this.#mark.writeNow(mark);
    const close = (): void => {
      fs.closeSync(log);
      this.#mark.close();
    };
    if (this.#running === undefined) close();
    else void this.#running.then(close, close);
  }
}

/** How many frames the log has up to the last commit. Versions of SQLite before 3.51 cannot say so without carrying them over: a mark then has its number alone. */
function committedFrames(file: SqlFile): number {
  return CAN_COUNT ? Number(file.get('PRAGMA wal_checkpoint(NOOP)')!.log) : 0;
}

const [major, minor] = process.versions.sqlite!.split('.').map(Number) as [number, number];
const CAN_COUNT = major > 3 || (major === 3 && minor >= 51);
