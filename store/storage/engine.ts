/** The open store: its file, its catalog, the live view, and the methods by which everything is read and written. */
import { join } from 'node:path';
import { privateFile, privateFolder } from '../../base/private-files.ts';
import { storeFault, StoreError } from '../errors.ts';
import { Catalog, SCHEMA } from './catalog.ts';
import { checkAtStart, type RunningCheck } from './check.ts';
import { Checkpointer } from './checkpointer.ts';
import { WriteLocks } from './write-locks.ts';
import { Journal } from './journal.ts';
import { LiveView } from './live-view.ts';
import { refuseLoss } from './loss.ts';
import { fillIndex } from './rows.ts';
import { asText, SqlFile } from './sql-file.ts';
import { TransactionView } from './transaction-view.ts';
import { Blocked } from './view.ts';

/** The store's file in its folder. */
export const FILE_NAME = 'store.db';
/** Written to `meta`; a file of another format is refused. */
const FORMAT = '3';
/** Files of these are brought to the present one when they are opened. */
const FORMATS_BEFORE: readonly (string | undefined)[] = ['1', '2'];

/** Work in pieces: it yields `undefined` to let others run, or a promise to wait for. */
export type StorageWork<Result> = Generator<undefined | Promise<void>, Result>;

/** How long work runs before other work has its turn, in milliseconds. */
const SLICE = 12;

/** The open store. All commands share it; a thread runs one slice of one command at a time. */
export class StorageEngine {
  readonly path: string;
  readonly file: SqlFile;
  readonly catalog: Catalog;
  readonly locks = new WriteLocks();
  readonly live: LiveView;
  readonly #checkpointer: Checkpointer;
  readonly #journal: Journal;
  #writing = false;
  #collecting = false;
  #closed = false;
  #stopCheck: () => void = () => {};
  /** What the check of the file found: damage, or `undefined`; known at once for a small file. */
  checked: Promise<string | undefined> = Promise.resolve(undefined);
  /** The damage that was found, because of which every command is refused. */
  damage: string | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  /** Work that waits for its next slice. */
  readonly #paused: (() => void)[] = [];

  private constructor(path: string, file: SqlFile) {
    this.path = path;
    this.file = file;
    this.catalog = new Catalog(file);
    this.live = new LiveView(file, this.locks);
    this.#checkpointer = new Checkpointer(path);
    this.#journal = new Journal(file);
  }

  /**
   * @param folder made when it is not there
   * @param checkedAtOnce the largest file that is checked before it is opened, in bytes
   * @throws Error that names the file when it is damaged or of another format, CodedError STORE_LOSS
   */
  static open(folder: string, checkedAtOnce?: number): StorageEngine {
    privateFolder(folder);
    const path = join(folder, FILE_NAME);
    refuseLoss(path);
    const check = checkAtStart(path, checkedAtOnce);
    // SQLite makes its log, and the index of the log, with the permissions of the file.
    privateFile(path);
    const file = new SqlFile(path);
    file.exec(
      'PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA locking_mode = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 25165824',
    );
    file.exec(SCHEMA);
    file.run("INSERT OR IGNORE INTO meta (name, value) VALUES ('format', ?)", FORMAT);
    const format = asText(file.get("SELECT value FROM meta WHERE name = 'format'")?.value);
    const isEarlier = FORMATS_BEFORE.includes(format);
    if (format !== FORMAT && !isEarlier) throw new Error(`${path} has format ${format}, this program reads ${FORMAT}`);
    const engine = new StorageEngine(path, file);
    if (isEarlier) engine.writeNow(() => engine.#rekey());
    if (check !== undefined) engine.#watch(check);
    engine.writeNow(() => engine.catalog.dropUnfinished());
    engine.#journal.begin();
    return engine;
  }

  /**
   * Writes all keys anew. Format 1 had empty arrays among the arrays of an index, where they now stand before null; up to format 2 a text that
   * began as another one did, and went on with 0x00, stood on its wrong side in a descending index.
   */
  #rekey(): void {
    const writer = { view: this.live, catalog: this.catalog };
    for (const collection of this.catalog.list()) {
      for (const index of collection.indexes) {
        this.file.run(`DELETE FROM i${index.id}`);
        runAtOnce(fillIndex(writer, collection, index));
      }
    }
    this.file.run("UPDATE meta SET value = ? WHERE name = 'format'", FORMAT);
  }

  /** Until the check has ended, documents are checked as they are read; when it finds damage, every command is refused. */
  #watch(check: RunningCheck): void {
    this.live.trusted = false;
    this.#stopCheck = () => check.stop();
    this.checked = check.finding.then((finding) => {
      this.damage = finding;
      this.live.trusted = finding === undefined;
      return finding;
    });
  }

  begin(): TransactionView {
    return new TransactionView(this.path, this.locks, this.catalog.builds);
  }

  #runSlice<Result>(work: StorageWork<Result>): IteratorResult<undefined | Promise<void>, Result> {
    const end = performance.now() + SLICE;
    for (;;) {
      const step = work.next();
      if (step.done || step.value !== undefined) return step;
      if (performance.now() > end) return step;
    }
  }

  /** One slice a turn of the event loop: however many pieces of work there are, a new request is read after one slice of them. */
  #nextTurn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#paused.push(resolve) === 1) setImmediate(() => this.#resumeOne());
    });
  }

  #resumeOne(): void {
    this.#paused.shift()!();
    if (this.#paused.length > 0) setImmediate(() => this.#resumeOne());
  }

  /** Runs work that only reads, in slices. @param deadline in milliseconds since 1970 @throws StoreError MaxTimeMSExpired, InterruptedAtShutdown */
  async read<Result>(work: StorageWork<Result>, deadline = Infinity): Promise<Result> {
    for (;;) {
      this.#refuseClosed();
      const step = this.#runSlice(work);
      if (step.done) return step.value;
      if (Date.now() > deadline) throw overdue(work);
      await (step.value ?? this.#nextTurn());
    }
  }

  /**
   * Runs work that writes, in slices that each are one transaction of SQLite: what a slice did is kept or lost together. Slices of several
   * writers take turns.
   * @param journal whether the file must be on the disk itself when this returns
   */
  async write<Result>(work: StorageWork<Result>, journal: boolean, deadline = Infinity): Promise<Result> {
    for (;;) {
      for (let full = this.#checkpointer.full; full !== undefined; full = this.#checkpointer.full) await full;
      this.#refuseClosed();
      const step = this.#transaction(() => this.#runSlice(work));
      if (step.done) {
        if (journal) await this.onDisk();
        return step.value;
      }
      if (Date.now() > deadline) throw overdue(work);
      await (step.value ?? this.#nextTurn());
    }
  }

  /** Writes in one transaction of SQLite, without a pause. */
  writeNow<Result>(action: () => Result): Result {
    return this.#transaction(action);
  }

  /** As `writeNow`, inside of the write that is going on when there is one. */
  writeJoined<Result>(action: () => Result): Result {
    return this.#writing ? action() : this.#transaction(action);
  }

  /** As `writeNow`, but whatever is thrown undoes everything. */
  writeAllOrNothing(action: () => void): void {
    this.#transaction(() => {
      try {
        action();
      } catch (thrown) {
        throw new Undone(thrown);
      }
    });
  }

  /** What a failed statement did before it failed stays, as in MongoDB; what SQLite itself refuses is rolled back. */
  #transaction<Result>(action: () => Result): Result {
    this.file.exec('BEGIN IMMEDIATE');
    let result: Result;
    try {
      this.#writing = true;
      result = action();
    } catch (thrown) {
      if (thrown instanceof StoreError || thrown instanceof Blocked) this.#commit();
      else this.#rollback();
      throw thrown instanceof Undone ? thrown.cause : thrown;
    } finally {
      this.#writing = false;
    }
    this.#commit();
    this.#collectGarbage();
    return result;
  }

  /** Where the disk is full it is often the commit that fails, and nothing of the write is kept. */
  #commit(): void {
    try {
      this.file.exec('COMMIT');
    } catch (thrown) {
      this.#rollback();
      throw thrown;
    }
    this.#checkpointer.committed();
    this.#journal.committed();
  }

  /** Empties what was dropped while other work runs. What fails, or is cut off by the end of the store, is done after the next write or start. */
  #collectGarbage(): void {
    if (this.#collecting || this.catalog.garbage.size === 0) return;
    this.#collecting = true;
    void this.write(this.#whileOpen(this.catalog.emptied()), false)
      .catch(() => undefined)
      .finally(() => {
        this.#collecting = false;
      });
  }

  *#whileOpen(work: StorageWork<void>): StorageWork<void> {
    while (!this.#closed && !work.next().done) yield undefined;
  }

  #rollback(): void {
    if (this.file.isInTransaction) this.file.exec('ROLLBACK');
    this.file.forget();
    this.catalog.load();
  }

  /** When everything committed so far has reached the disk itself: what `j: true` waits for. */
  onDisk(): Promise<void> {
    return this.#journal.onDisk();
  }

  /** One after another: for work that changes the catalog in several slices. */
  exclusively<Result>(action: () => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(action, action);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Work that waits for its next slice while the store is stopped ends there. */
  #refuseClosed(): void {
    if (this.#closed) throw storeFault('InterruptedAtShutdown', 'the store was stopped');
  }

  close(): void {
    this.#closed = true;
    this.#stopCheck();
    this.#checkpointer.stop();
    try {
      this.#journal.close();
      this.file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      this.file.close();
    }
  }
}

/** Carries an error past the rule that what was done before an error stays. */
class Undone extends Error {
  constructor(cause: unknown) {
    super('undone', { cause });
  }
}

function runAtOnce(work: Generator<undefined, void>): void {
  while (!work.next().done);
}

/** Ends work that has taken too long. */
function overdue(work: StorageWork<unknown>): StoreError {
  work.return(undefined);
  return storeFault('MaxTimeMSExpired', 'operation exceeded time limit');
}
