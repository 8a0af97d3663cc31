/** Writing one document: its row and its keys in every index, all or nothing. Everything is checked before the first byte is written. */
import { storeFault } from '../errors.ts';
import { decode } from '../value/decode.ts';
import type { Document, Value } from '../value/types.ts';
import { valueAt } from '../query/path.ts';
import { keysOf, type IndexKeys } from '../index/keys.ts';
import type { IndexInfo } from '../index/spec.ts';
import type { Catalog, Collection } from './catalog.ts';
import type { View } from './view.ts';

export interface RowWriter {
  readonly view: View;
  readonly catalog: Catalog;
}

const AFTER_ALL = Buffer.of(0xff);
const NO_KEYS: IndexKeys = { keys: [], arrays: [] };

/** @returns the row's number @throws StoreError DuplicateKey */
export function insertRow(
  writer: RowWriter,
  collection: Collection,
  document: Document,
  bytes: Buffer,
  row = collection.nextRow,
): number {
  writeRow(writer, collection, row, undefined, { document, bytes });
  collection.nextRow = Math.max(collection.nextRow, row + 1);
  return row;
}

/** @param before the document as the row holds it now @throws StoreError DuplicateKey */
export function replaceRow(
  writer: RowWriter,
  collection: Collection,
  row: number,
  before: Document,
  after: Document,
  bytes: Buffer,
): void {
  writeRow(writer, collection, row, before, { document: after, bytes });
}

export function removeRow(writer: RowWriter, collection: Collection, row: number, before: Document): void {
  writeRow(writer, collection, row, before, undefined);
}

function writeRow(
  { view, catalog }: RowWriter,
  collection: Collection,
  row: number,
  before: Document | undefined,
  after: { document: Document; bytes: Buffer } | undefined,
): void {
  const removed = collection.indexes.map((index) => (before === undefined ? NO_KEYS : keysOf(index, before)));
  const added = collection.indexes.map((index) => (after === undefined ? NO_KEYS : keysOf(index, after.document)));
  view.claim(`${collection.id}:${row}`);
  collection.indexes.forEach((index, i) => {
    if (index.unique) checkUnique(view, collection, index, row, removed[i]!.keys, added[i]!.keys, after?.document);
  });
  view.put(collection, row, after?.bytes, before === undefined);
  collection.indexes.forEach((index, i) => {
    catalog.markMultikey(index, added[i]!.arrays);
    view.changeKeys(collection, index, row, removed[i]!.keys, added[i]!.keys);
  });
}

function checkUnique(
  view: View,
  collection: Collection,
  index: IndexInfo,
  row: number,
  removed: readonly Buffer[],
  added: readonly Buffer[],
  document: Document | undefined,
): void {
  for (const key of removed) if (!includes(added, key)) view.claim(claimOf(index, key));
  for (const key of added) {
    if (includes(removed, key)) continue;
    view.claim(claimOf(index, key));
    refuseTaken(view, collection, index, row, key, document!);
  }
}

function refuseTaken(
  view: View,
  collection: Collection,
  index: IndexInfo,
  row: number,
  key: Buffer,
  document: Document,
): void {
  const others = view.entries(
    collection,
    index,
    { low: key, high: Buffer.concat([key, AFTER_ALL]) },
    undefined,
    false,
    2,
  );
  if (others.some((other) => other.row !== row)) throw duplicate(collection, index, document);
}

function includes(keys: readonly Buffer[], key: Buffer): boolean {
  return keys.some((other) => other.equals(key));
}

function claimOf(index: IndexInfo, key: Buffer): string {
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
 * Brings an index up to the rows that are there, in slices. What others write meanwhile they key themselves, before or after this comes by.
 * @throws StoreError DuplicateKey, IndexBuildAborted
 */
export function* fillIndex(writer: RowWriter, collection: Collection, index: IndexInfo): Generator<undefined, void> {
  let after: number | undefined;
  for (;;) {
    if (collection.dropped || index.dropped)
      throw storeFault('IndexBuildAborted', `Index build aborted: ${index.name}`);
    const rows = writer.view.rows(collection, after, false, 100);
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
  // Without a claim: a transaction that holds the key is refused by this very entry when it commits.
  if (index.unique) for (const key of keys) refuseTaken(view, collection, index, row, key, document);
  catalog.markMultikey(index, arrays);
  view.changeKeys(collection, index, row, [], keys);
}
