/**
 * What a transaction sees: the file as it was when the transaction began (a read transaction of SQLite's WAL on a connection of its own),
 * and above it the transaction's own writes in temporary tables of that connection. A row that was written hides the snapshot's row and all
 * its index entries. No other connection sees anything until a commit replays the writes on the live view.
 */
import type { IndexInfo } from '../index/spec.ts';
import { storeFault, type StoreError } from '../errors.ts';
import type { Collection } from './catalog.ts';
import type { WriteLocks, LockOwner } from './write-locks.ts';
import { asBuffer, asText, SqlFile } from './sql-file.ts';
import { selectEntries, selectRows } from './live-view.ts';
import type { IndexEntry, KeyChange, KeyRange, Page, StoredRow, View } from './view.ts';

/** A collection that a transaction has made. */
interface MadeCollection {
  readonly collection: Collection;
  /** That it has until then, and that it is to have. */
  readonly unfinished: string;
  readonly name: string;
}

/** The view of one transaction; it owns the locks it has taken until `close`. */
export class TransactionView implements View, LockOwner {
  readonly ended: Promise<void>;
  readonly #file: SqlFile;
  readonly #locks: WriteLocks;
  readonly #moment: number;
  readonly #builds: number;
  readonly #names = new Set<string>();
  /** Collections that it has made, by database and name: they get their names when it commits. */
  readonly made = new Map<string, MadeCollection>();
  /** Collections written, by number. */
  readonly touched = new Map<number, Collection>();
  readonly #tables = new Set<string>();
  /** Indexes that have a temporary table here, by number. */
  readonly #own = new Set<number>();
  #end: () => void = () => {};

  /** @param builds the catalog's count of builds now */
  constructor(path: string, locks: WriteLocks, builds: number) {
    this.#builds = builds;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#locks = locks;
    this.#file = new SqlFile(path);
    this.#file.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096');
    this.#file.exec('BEGIN');
    for (const row of this.#file.all("SELECT name FROM main.sqlite_schema WHERE type = 'table'"))
      this.#tables.add(asText(row.name));
    this.#moment = locks.open(this);
  }

  /** An index that was not complete in the snapshot does not have the snapshot's rows. */
  serves(index: IndexInfo): boolean {
    return index.builtAt !== undefined && index.builtAt <= this.#builds;
  }

  get(collection: Collection, row: number): Buffer | undefined {
    if (this.touched.has(collection.id)) {
      const own = this.#file.get(`SELECT bson FROM temp.d${collection.id} WHERE rid = ?`, row);
      if (own !== undefined) return own.bson === null ? undefined : asBuffer(own.bson);
    }
    return this.#snapshotRow(collection, row);
  }

  #snapshotRow(collection: Collection, row: number): Buffer | undefined {
    if (!this.#tables.has(`d${collection.id}`)) return undefined;
    const found = this.#file.get(`SELECT bson FROM main.d${collection.id} WHERE rid = ?`, row);
    return found === undefined ? undefined : asBuffer(found.bson);
  }

  rows(collection: Collection, page: Page<number>): StoredRow[] {
    const source = this.#source(collection, `d${collection.id}`, 'rid, bson', 'bson IS NOT NULL');
    return selectRows(this.#file, source, page);
  }

  entries(collection: Collection, index: IndexInfo, range: KeyRange, page: Page<IndexEntry>): IndexEntry[] {
    return selectEntries(this.#file, this.#source(collection, `i${index.id}`, 'key, rid'), range, page);
  }

  countEntries(
    collection: Collection,
    index: IndexInfo,
    { low, high }: KeyRange,
    limit = Number.MAX_SAFE_INTEGER,
  ): number {
    const source = this.#source(collection, `i${index.id}`, 'key, rid');
    return Number(
      this.#file.get(
        `SELECT count(*) AS n FROM (SELECT 1 FROM ${source} WHERE key >= ? AND key < ? LIMIT ?)`,
        low,
        high,
        limit,
      )!.n,
    );
  }

  countRows(collection: Collection): number {
    return Number(
      this.#file.get(
        `SELECT count(*) AS n FROM ${this.#source(collection, `d${collection.id}`, 'rid', 'bson IS NOT NULL')}`,
      )!.n,
    );
  }

  /** The snapshot's table without the rows written here, and the rows written here. */
  #source(collection: Collection, table: string, columns: string, ownRows = 'true'): string {
    const inSnapshot = this.#tables.has(table);
    if (!this.touched.has(collection.id))
      return inSnapshot
        ? `main.${table}`
        : `(SELECT ${columns.replace('key', 'NULL AS key').replace('rid', '0 AS rid').replace('bson', 'NULL AS bson')} WHERE false)`;
    const own = `SELECT ${columns} FROM temp.${table} WHERE ${ownRows}`;
    if (!inSnapshot) return `(${own})`;
    return `(SELECT ${columns} FROM main.${table} WHERE rid NOT IN (SELECT rid FROM temp.d${collection.id}) UNION ALL ${own})`;
  }

  #touch(collection: Collection): void {
    // Indexes may be made while the transaction is open.
    for (const { id } of collection.indexes)
      if (!this.#own.has(id)) {
        this.#file.exec(`CREATE TEMP TABLE i${id} (key BLOB, rid INTEGER, PRIMARY KEY (key, rid)) WITHOUT ROWID`);
        this.#own.add(id);
      }
    if (this.touched.has(collection.id)) return;
    this.#file.exec(`CREATE TEMP TABLE d${collection.id} (rid INTEGER PRIMARY KEY, bson BLOB)`);
    this.touched.set(collection.id, collection);
    this.#file.forget();
  }

  put(collection: Collection, row: number, bytes: Buffer | undefined): void {
    this.#touch(collection);
    this.#file.run(
      `INSERT INTO temp.d${collection.id} (rid, bson) VALUES (?, ?) ON CONFLICT (rid) DO UPDATE SET bson = excluded.bson`,
      row,
      bytes ?? null,
    );
  }

  /** All keys of a written row live here, also those that did not change, because the snapshot's are hidden. */
  changeKeys(collection: Collection, index: IndexInfo, row: number, { removed, added }: KeyChange): void {
    this.#touch(collection);
    for (const key of removed) this.#file.run(`DELETE FROM temp.i${index.id} WHERE key = ? AND rid = ?`, key, row);
    for (const key of added)
      this.#file.run(`INSERT OR IGNORE INTO temp.i${index.id} (key, rid) VALUES (?, ?)`, key, row);
  }

  lock(name: string): void {
    const owner = this.#locks.ownerOf(name);
    if (owner === this) return;
    if (owner !== undefined || this.#locks.writtenSince(name, this.#moment)) throw conflict();
    this.#locks.take(name, this);
    this.#names.add(name);
  }

  /** The rows written, with the snapshot's document before and the one after; `undefined` where there is none. */
  *changes(): Generator<{
    collection: Collection;
    row: number;
    before: Buffer | undefined;
    after: Buffer | undefined;
  }> {
    for (const collection of this.touched.values()) {
      for (const { rid, bson } of this.#file.all(`SELECT rid, bson FROM temp.d${collection.id} ORDER BY rid`)) {
        yield {
          collection,
          row: Number(rid),
          before: this.#snapshotRow(collection, Number(rid)),
          after: bson === null ? undefined : asBuffer(bson),
        };
      }
    }
  }

  /** Ends the transaction and gives its locks back; writers that wait for them continue. */
  close(): void {
    this.#file.close();
    this.#locks.close(this, this.#names);
    this.#end();
  }
}

/** The error of two writers of one row; its label makes a driver run the whole transaction again. */
export function conflict(): StoreError {
  const error = storeFault(
    'WriteConflict',
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
  );
  error.labels = ['TransientTransactionError'];
  return error;
}
