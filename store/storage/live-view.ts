/** The file as it is now. */
import type { SQLInputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { storeFault } from '../errors.ts';
import type { IndexInfo } from '../index/spec.ts';
import type { Collection } from './catalog.ts';
import type { WriteLocks, LockOwner } from './write-locks.ts';
import { asBuffer, type SqlFile } from './sql-file.ts';
import {
  Blocked,
  type IndexEntry,
  type KeyChange,
  type KeyRange,
  type Page,
  type StoredRow,
  type View,
} from './view.ts';

/** How many rows are measured by one query. */
const MEASURED = 1000;

/** The view of all but transactions. */
export class LiveView implements View {
  readonly #file: SqlFile;
  readonly #locks: WriteLocks;
  /** The transaction that is being committed: its own locks do not block it. */
  committing: LockOwner | undefined;
  /** Whether the file was checked since it was opened; until then each document is checked when it is read. */
  trusted = true;

  readonly #sizes = new WeakMap<Collection, { changes: number; size: number }>();

  constructor(file: SqlFile, locks: WriteLocks) {
    this.#file = file;
    this.#locks = locks;
  }

  serves(index: IndexInfo): boolean {
    return index.builtAt !== undefined;
  }

  get(collection: Collection, row: number): Buffer | undefined {
    killIfDropped(collection);
    const found = this.#file.get(`SELECT bson FROM d${collection.id} WHERE rid = ?`, row);
    if (found === undefined) return undefined;
    const bytes = asBuffer(found.bson);
    if (!this.trusted) this.#check(collection, row, bytes);
    return bytes;
  }

  #check(collection: Collection, row: number, bytes: Buffer): void {
    const crc = this.#file.get(`SELECT crc FROM d${collection.id} WHERE rid = ?`, row)?.crc;
    if (crc !== undefined && Number(crc) !== crc32(bytes))
      throw storeFault(
        'InternalError',
        `${this.#file.path} is damaged: ${collection.db}.${collection.name}: the checksum of row ${row} does not fit`,
      );
  }

  rows(collection: Collection, page: Page<number>): StoredRow[] {
    killIfDropped(collection);
    const rows = selectRows(this.#file, `d${collection.id}`, page);
    if (!this.trusted) for (const { row, bytes } of rows) this.#check(collection, row, bytes);
    return rows;
  }

  entries(collection: Collection, index: IndexInfo, range: KeyRange, page: Page<IndexEntry>): IndexEntry[] {
    killIfDropped(collection, index);
    return selectEntries(this.#file, `i${index.id}`, range, page);
  }

  countEntries(_collection: Collection, index: IndexInfo, { low, high }: KeyRange, limit?: number): number {
    const source = `FROM i${index.id} WHERE key >= ? AND key < ?`;
    const sql =
      limit === undefined
        ? `SELECT count(*) AS n ${source}`
        : `SELECT count(*) AS n FROM (SELECT 1 ${source} LIMIT ${limit})`;
    return Number(this.#file.get(sql, low, high)!.n);
  }

  /** Counted on the index of `_id`, whose pages are few: each document has one entry. */
  countRows(collection: Collection): number {
    return Number(this.#file.get(`SELECT count(*) AS n FROM i${collection.indexes[0]!.id}`)!.n);
  }

  /** The size of a collection: of its documents and keys in bytes, counted again after a write, a piece at a time. */
  *size(collection: Collection): Generator<undefined, number> {
    const known = this.#sizes.get(collection);
    if (known?.changes === collection.changes) return known.size;
    const { changes } = collection;
    let size = yield* this.#total(collection, `d${collection.id}`, 'rid', 'bson');
    for (const index of collection.indexes) size += yield* this.#total(collection, `i${index.id}`, 'key, rid', 'key');
    this.#sizes.set(collection, { changes, size });
    return size;
  }

  *#total(collection: Collection, table: string, order: string, measured: string): Generator<undefined, number> {
    let bytes = 0;
    let after: SQLInputValue[] | undefined;
    for (;;) {
      killIfDropped(collection);
      const from = after === undefined ? '' : `WHERE (${order}) > (${after.map(() => '?').join()})`;
      const page = this.#file.get(
        `SELECT count(*) AS n, sum(length(${measured})) AS bytes FROM (SELECT ${measured} FROM ${table} ${from} ORDER BY ${order} LIMIT ${MEASURED})`,
        ...(after ?? []),
      )!;
      bytes += Number(page.bytes);
      if (Number(page.n) < MEASURED) return bytes;
      const last = this.#file.get(
        `SELECT ${order} FROM ${table} ${from} ORDER BY ${order} LIMIT 1 OFFSET ${MEASURED - 1}`,
        ...(after ?? []),
      )!;
      after = Object.values(last);
      yield undefined;
    }
  }

  put(collection: Collection, row: number, bytes: Buffer | undefined, isNew: boolean): void {
    killIfDropped(collection);
    collection.changes += 1;
    const table = `d${collection.id}`;
    if (bytes === undefined) this.#file.run(`DELETE FROM ${table} WHERE rid = ?`, row);
    else if (isNew) this.#file.run(`INSERT INTO ${table} (rid, bson, crc) VALUES (?, ?, ?)`, row, bytes, crc32(bytes));
    else this.#file.run(`UPDATE ${table} SET bson = ?, crc = ? WHERE rid = ?`, bytes, crc32(bytes), row);
  }

  changeKeys(collection: Collection, index: IndexInfo, row: number, { removed, added }: KeyChange): void {
    collection.changes += 1;
    for (const key of removed)
      if (!added.some((other) => other.equals(key)))
        this.#file.run(`DELETE FROM i${index.id} WHERE key = ? AND rid = ?`, key, row);
    for (const key of added)
      if (!removed.some((other) => other.equals(key)))
        this.#file.run(`INSERT OR IGNORE INTO i${index.id} (key, rid) VALUES (?, ?)`, key, row);
  }

  lock(name: string): void {
    const owner = this.#locks.ownerOf(name);
    if (owner !== undefined && owner !== this.committing) throw new Blocked(owner.ended);
    this.#locks.note(name);
  }
}

/** Between two slices of work its collection or index may be dropped. @throws StoreError QueryPlanKilled */
function killIfDropped(collection: Collection, index?: IndexInfo): void {
  if (collection.dropped || index?.dropped === true)
    throw storeFault('QueryPlanKilled', `collection or index dropped: ${collection.db}.${collection.name}`);
}

/** Reads rows. @param source a table or a sub-select with `rid` and `bson` */
export function selectRows(file: SqlFile, source: string, { after, reverse, limit }: Page<number>): StoredRow[] {
  const from = after ?? (reverse ? Number.MAX_SAFE_INTEGER : 0);
  const order = reverse ? 'rid < ? ORDER BY rid DESC' : 'rid > ? ORDER BY rid';
  return file
    .all(`SELECT rid, bson FROM ${source} WHERE ${order} LIMIT ?`, from, limit)
    .map((row) => ({ row: Number(row.rid), bytes: asBuffer(row.bson) }));
}

/** Reads entries of an index. @param source a table or a sub-select with `key` and `rid` */
export function selectEntries(
  file: SqlFile,
  source: string,
  { low, high }: KeyRange,
  { after, reverse, limit }: Page<IndexEntry>,
): IndexEntry[] {
  const order = reverse ? 'key DESC, rid DESC' : 'key, rid';
  const step = reverse ? '(key, rid) < (?, ?) AND key >= ?' : '(key, rid) > (?, ?) AND key < ?';
  const sql = (where: string): string => `SELECT key, rid FROM ${source} WHERE ${where} ORDER BY ${order} LIMIT ?`;
  const rows =
    after === undefined
      ? file.all(sql('key >= ? AND key < ?'), low, high, limit)
      : file.all(sql(step), after.key, after.row, reverse ? low : high, limit);
  return rows.map((row) => ({ key: asBuffer(row.key), row: Number(row.rid) }));
}
