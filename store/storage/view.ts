/**
 * How rows are read and written. The live view is the file as it is; a transaction's view (transaction-view.ts) is a snapshot with its own
 * changes above. Both offer the same methods, so no command knows which it works on.
 */
import type { Collection } from './catalog.ts';
import type { IndexInfo } from '../index/spec.ts';

/** Part of an index: keys from `low`, inclusive, to `high`, exclusive. */
export interface KeyRange {
  readonly low: Buffer;
  readonly high: Buffer;
}

/** An entry of an index: a key, and the number of the row it leads to. */
export interface IndexEntry {
  readonly key: Buffer;
  readonly row: number;
}

/** The keys of a row in an index before a write and after it. */
export interface KeyChange {
  readonly removed: readonly Buffer[];
  readonly added: readonly Buffer[];
}

/** A row: its number, and its document in bytes. */
export interface StoredRow {
  readonly row: number;
  readonly bytes: Buffer;
}

/** A page of a list: at most `limit` items after one of them, or before it in reverse; from the start without one. */
export interface Page<Item> {
  readonly after: Item | undefined;
  readonly reverse: boolean;
  readonly limit: number;
}

/** How rows and entries of indexes are read and written. */
export interface View {
  /** Whether an index has all rows of this view. */
  serves(index: IndexInfo): boolean;
  /** The document of a row in bytes; `undefined` where there is none. */
  get(collection: Collection, row: number): Buffer | undefined;
  /** Rows in order of insertion; `after` is a row number. */
  rows(collection: Collection, page: Page<number>): StoredRow[];
  /** Entries of a range in order of keys. */
  entries(collection: Collection, index: IndexInfo, range: KeyRange, page: Page<IndexEntry>): IndexEntry[];
  /** How many entries a range has; counting ends at `limit`. */
  countEntries(collection: Collection, index: IndexInfo, range: KeyRange, limit?: number): number;
  /** How many documents the collection has. */
  countRows(collection: Collection): number;
  /** Writes a row; `undefined` removes it. */
  put(collection: Collection, row: number, bytes: Buffer | undefined, isNew: boolean): void;
  /** Takes entries of a row out of an index and puts others in. */
  changeKeys(collection: Collection, index: IndexInfo, row: number, keys: KeyChange): void;
  /** Takes the write lock of a row or a unique key. @throws Blocked (live), StoreError WriteConflict (transaction) */
  lock(name: string): void;
}

/** Thrown by the live view when a transaction has the lock: wait for its end, then try again. No client sees it. */
export class Blocked extends Error {
  /** Fulfilled when the transaction ends. */
  readonly until: Promise<void>;

  constructor(until: Promise<void>) {
    super('locked by a transaction');
    this.until = until;
  }
}
