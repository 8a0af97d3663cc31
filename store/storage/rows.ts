/** Writing one document: its row and its keys in every index, all or nothing. Everything is checked before the first byte is written. */
import { storeFault } from '../errors.ts';
import { decode } from '../value/decode.ts';
import type { Document, Value } from '../value/types.ts';
import { valueAt } from '../query/path.ts';
import { keysOf, type IndexKeys } from '../index/keys.ts';
import type { IndexInfo } from '../index/spec.ts';
import type { Catalog, Collection } from './catalog.ts';
import type { KeyChange, View } from './view.ts';

/** What a row is written to: a view, and the catalog that knows the indexes. */
export interface RowWriter {
  readonly view: View;
  readonly catalog: Catalog;
}

/** A document and its bytes. */
export interface Encoded {
  readonly document: Document;
  readonly bytes: Buffer;
}

/** One row before and after a write; `undefined` where it has no document. */
interface RowChange {
  readonly row: number;
  readonly before: Document | undefined;
  readonly after: Encoded | undefined;
}

const AFTER_ALL = Buffer.of(0xff);
const NO_KEYS: IndexKeys = { keys: [], arrays: [] };

/** Adds a document, as the last one unless `row` is its number. @returns the row's number @throws StoreError DuplicateKey */
export function insertRow(writer: RowWriter, collection: Collection, after: Encoded, row = collection.nextRow): number {
  writeRow(writer, collection, { row, before: undefined, after });
  collection.nextRow = Math.max(collection.nextRow, row + 1);
  return row;
}

/** Changes a document. @param before the document as the row holds it now @throws StoreError DuplicateKey */
export function replaceRow(
  writer: RowWriter,
  collection: Collection,
  row: number,
  before: Document,
  after: Encoded,
): void {
  writeRow(writer, collection, { row, before, after });
}

/** Removes a document. @param before the document as the row holds it now */
export function removeRow(writer: RowWriter, collection: Collection, row: number, before: Document): void {
  writeRow(writer, collection, { row, before, after: undefined });
}

function writeRow({ view, catalog }: RowWriter, collection: Collection, { row, before, after }: RowChange): void {
  const removed = collection.indexes.map((index) => (before === undefined ? NO_KEYS : keysOf(index, before)));
  const added = collection.indexes.map((index) => (after === undefined ? NO_KEYS : keysOf(index, after.document)));
  view.lock(`${collection.id}:${row}`);
  collection.indexes.forEach((index, i) => {
    if (!index.unique) return;
    const keys = { removed: removed[i]!.keys, added: added[i]!.keys };
    checkUnique(view, collection, index, keys, { row, document: after?.document });
  });
  view.put(collection, row, after?.bytes, before === undefined);
  collection.indexes.forEach((index, i) => {
    catalog.markMultikey(index, added[i]!.arrays);
    view.changeKeys(collection, index, row, { removed: removed[i]!.keys, added: added[i]!.keys });
  });
}

/** The row that takes a key; its document is there when it takes any. */
type KeyOwner = { readonly row: number; readonly document: Document | undefined };

/** Takes the locks of the unique keys that a write gives up and takes. @throws StoreError DuplicateKey */
function checkUnique(
  view: View,
  collection: Collection,
  index: IndexInfo,
  { removed, added }: KeyChange,
  owner: KeyOwner,
): void {
  for (const key of removed) if (!includes(added, key)) view.lock(lockNameOf(index, key));
  for (const key of added) {
    if (includes(removed, key)) continue;
    view.lock(lockNameOf(index, key));
    refuseTaken(view, collection, index, key, owner);
  }
}

/** Two entries show whether a key belongs to another row. */
const FIRST_TWO = { after: undefined, reverse: false, limit: 2 } as const;

function refuseTaken(view: View, collection: Collection, index: IndexInfo, key: Buffer, owner: KeyOwner): void {
  const others = view.entries(collection, index, { low: key, high: Buffer.concat([key, AFTER_ALL]) }, FIRST_TWO);
  if (others.some((other) => other.row !== owner.row)) throw duplicate(collection, index, owner.document!);
}

function includes(keys: readonly Buffer[], key: Buffer): boolean {
  return keys.some((other) => other.equals(key));
}

function lockNameOf(index: IndexInfo, key: Buffer): string {
  return `k${index.id}:${key.toString('latin1')}`;
}

function duplicate(collection: Collection, index: IndexInfo, document: Document): Error {
  const pairs = index.fields.map(({ path }): [string, Value] => [path, valueAt(document, path) ?? null]);
  // The message names the fields only: values may be personal, and messages reach logs. keyValue carries them to the caller.
  const shown = pairs.map(([path]) => path).join(', ');
  return storeFault(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${collection.db}.${collection.name} index: ${index.name} dup key: { ${shown} }`,
    {
      keyPattern: index.spec.get('key'),
      keyValue: new Map(pairs),
    },
  );
}

/**
 * Fills an index from the rows that are there, in slices. Writes that run meanwhile put in the keys of their own rows.
 * @throws StoreError DuplicateKey, IndexBuildAborted
 */
export function* fillIndex(writer: RowWriter, collection: Collection, index: IndexInfo): Generator<undefined, void> {
  let after: number | undefined;
  for (;;) {
    if (collection.dropped || index.dropped)
      throw storeFault('IndexBuildAborted', `Index build aborted: ${index.name}`);
    const rows = writer.view.rows(collection, { after, reverse: false, limit: 100 });
    if (rows.length === 0) return;
    for (const { row, bytes } of rows) addToIndex(writer, collection, index, row, decode(bytes));
    after = rows[rows.length - 1]!.row;
    yield undefined;
  }
}

function addToIndex(
  { view, catalog }: RowWriter,
  collection: Collection,
  index: IndexInfo,
  row: number,
  document: Document,
): void {
  const { keys, arrays } = keysOf(index, document);
  // Without a lock: a transaction that holds the key is refused by this very entry when it commits.
  if (index.unique) for (const key of keys) refuseTaken(view, collection, index, key, { row, document });
  catalog.markMultikey(index, arrays);
  view.changeKeys(collection, index, row, { removed: [], added: keys });
}
