/** Inserting, changing and removing single documents, with the checks every stored document passes. */
import { storeFault, notOffered } from '../errors.ts';
import { checkSize, encodeStored } from '../value/encode.ts';
import { decode, elementRange } from '../value/decode.ts';
import type { Document } from '../value/types.ts';
import { checkStored, withFirstId } from '../update/update.ts';
import { insertRow, replaceRow, removeRow, type Encoded } from '../storage/rows.ts';
import type { Catalog, Collection } from '../storage/catalog.ts';
import type { StorageEngine } from '../storage/engine.ts';
import type { TransactionView } from '../storage/transaction-view.ts';
import { Blocked } from '../storage/view.ts';
import type { Request } from './request.ts';

/** The collection of a write, made when it is not there. */
export function collectionFor(request: Request): Collection {
  const { collection, transaction } = request;
  if (collection !== undefined) return collection;
  return transaction === undefined
    ? makeCollection(request.engine, request.db, request.target)
    : madeIn(transaction, request);
}

/** A collection that nobody sees before its transaction commits. */
function madeIn({ made }: TransactionView, { engine, db, target: name, namespace }: Request): Collection {
  refuseOtherCase(engine.catalog, db);
  const collection = engine.writeJoined(() => engine.catalog.createUnfinished(db, name));
  made.set(namespace, { collection, unfinished: collection.name, name });
  return collection;
}

/** The collection of a name, made when it is not there. */
export function makeCollection(engine: StorageEngine, db: string, name: string): Collection {
  const { catalog } = engine;
  const existing = catalog.find(db, name);
  if (existing !== undefined) return existing;
  refuseOtherCase(catalog, db);
  return engine.writeJoined(() => catalog.create(db, name));
}

/** @throws StoreError DatabaseDifferCase where there is a database of this name in other letters */
function refuseOtherCase(catalog: Catalog, db: string): void {
  const other = catalog.list().find((one) => one.db !== db && one.db.toLowerCase() === db.toLowerCase());
  if (other !== undefined)
    throw storeFault(
      'DatabaseDifferCase',
      `db already exists with different case already have: [${other.db}] trying to create [${db}]`,
    );
}

/** A collection that an older store has given a validator is read, and nothing is written to it unchecked. @throws StoreError CommandNotSupported */
export function refuseValidated({ options }: Collection): void {
  if (options.has('validator')) throw notOffered('the validator of a collection');
}

/** Puts `_id` first in the bytes, without building the document anew when it has one. */
function withIdFirst({ bytes, document }: Encoded): Encoded {
  const first = document.keys().next().value;
  if (first === '_id') return { bytes, document };
  const id = elementRange(bytes, '_id');
  const ordered = withFirstId(document);
  if (id === undefined) return { bytes: encodeStored(ordered), document: ordered };
  return {
    bytes: Buffer.concat([
      bytes.subarray(0, 4),
      bytes.subarray(id.start, id.end),
      bytes.subarray(4, id.start),
      bytes.subarray(id.end),
    ]),
    document: ordered,
  };
}

/** Inserts a document in bytes, with an `_id` if it has none. @throws StoreError BSONObjectTooLarge, DuplicateKey … */
export function insertOne(request: Request, collection: Collection, bytes: Buffer): void {
  checkSize(bytes);
  const encoded = withIdFirst({ bytes, document: decode(bytes) });
  checkStored(encoded.document);
  refuseValidated(collection);
  insertRow(request, collection, encoded);
}

/** Changes a document. @param stored its bytes as they are now @returns whether anything changed */
export function changeOne(
  request: Request,
  collection: Collection,
  row: number,
  stored: Buffer,
  after: Document,
): boolean {
  const bytes = encodeStored(after);
  if (bytes.equals(stored)) return false;
  checkStored(after);
  refuseValidated(collection);
  replaceRow(request, collection, row, decode(stored), { document: after, bytes });
  return true;
}

/** Removes a document. @param stored its bytes as they are now */
export function removeOne(request: Request, collection: Collection, row: number, stored: Buffer): void {
  removeRow(request, collection, row, decode(stored));
}

/** Attempts a write, again each time a transaction that held its lock has ended. */
export function* patiently<Result>(attempt: () => Result): Generator<Promise<void>, Result> {
  for (;;) {
    try {
      return attempt();
    } catch (thrown) {
      if (!(thrown instanceof Blocked)) throw thrown;
      yield thrown.until;
    }
  }
}
