/**
 * How rows are read and written. The live view is the file as it is; a transaction's view (transaction.ts) is a snapshot with its own
 * changes above. Both offer the same calls, so no command knows which it works on.
 */
import type { Collection } from './catalog.ts';
import type { IndexInfo } from '../index/spec.ts';

/** Part of an index: keys from `low`, inclusive, to `high`, exclusive. */
export interface KeyRange {
  readonly low: Buffer;
  readonly high: Buffer;
}

export interface IndexEntry {
  readonly key: Buffer;
  readonly row: number;
}

export interface StoredRow {
  readonly row: number;
  readonly bytes: Buffer;
}

/** How much a collection holds, in bytes of documents and, by name of index, of keys. */
export interface Sizes {
  readonly rows: number;
  readonly bytes: number;
  readonly indexes: ReadonlyMap<string, number>;
}

export interface View {
  /** Whether an index holds all that this view shows. */
  serves(index: IndexInfo): boolean;
  get(collection: Collection, row: number): Buffer | undefined;
  /** Rows after (or before, when reversed) a row number, at most `limit`, in order of insertion. */
  rows(collection: Collection, after: number | undefined, reverse: boolean, limit: number): StoredRow[];
  /** Entries of a range after an entry, at most `limit`, in order of keys. */
  entries(
    collection: Collection,
    index: IndexInfo,
    range: KeyRange,
    after: IndexEntry | undefined,
    reverse: boolean,
    limit: number,
  ): IndexEntry[];
  countEntries(collection: Collection, index: IndexInfo, range: KeyRange, limit?: number): number;
  countRows(collection: Collection): number;
  /** Writes a row; `undefined` removes it. */
  put(collection: Collection, row: number, bytes: Buffer | undefined, isNew: boolean): void;
  changeKeys(
    collection: Collection,
    index: IndexInfo,
    row: number,
    removed: readonly Buffer[],
    added: readonly Buffer[],
  ): void;
  /** Takes the right to write something, or says why not. @throws Blocked (live), StoreError WriteConflict (transaction) */
  claim(name: string): void;
}

/** Thrown by the live view when a transaction holds what is to be written: wait for its end, then try again. */
export class Blocked {
  readonly until: Promise<void>;

  constructor(until: Promise<void>) {
    this.until = until;
  }
}
