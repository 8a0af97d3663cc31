/** Inserting, changing and removing single documents, with the checks every stored document passes. */
import { storeFault } from '../errors.ts';
import { checkSize, encodeStored } from '../value/encode.ts';
import { decode, elementRange } from '../value/decode.ts';
import type { Document } from '../value/types.ts';
import { compileFilter, type Matches } from '../query/match.ts';
import { checkStored, withFirstId } from '../update/update.ts';
import { insertRow, replaceRow, removeRow } from '../storage/rows.ts';
import type { Collection } from '../storage/catalog.ts';
import type { StorageEngine } from '../storage/engine.ts';
import { Blocked } from '../storage/view.ts';
import type { Request } from './request.ts';
import { expressionTest } from './rows-matching.ts';

/** The collection of a write, made when it is not there. */
export function collectionFor(request: Request): Collection {
  return request.collection ?? makeCollection(request.engine, request.db, request.target);
}

export function makeCollection(
  engine: StorageEngine,
  db: string,
  name: string,
  options: Document = new Map(),
): Collection {
  return engine.catalog.find(db, name) ?? engine.writeJoined(() => engine.catalog.create(db, name, options));
}

const validators = new WeakMap<object, Matches>();

/** @throws StoreError DocumentValidationFailure */
export function validate(collection: Collection, document: Document, before?: Document): void {
  const { validator, options } = collection;
  if (validator === undefined || options.get('validationAction') === 'warn' || options.get('validationLevel') === 'off')
    return;
  let matches = validators.get(validator);
  if (matches === undefined) {
    matches = compileFilter(validator, expressionTest());
    validators.set(validator, matches);
  }
  if (matches(document)) return;
  // "moderate" leaves documents alone that did not fit before.
  if (before !== undefined && options.get('validationLevel') === 'moderate' && !matches(before)) return;
  throw storeFault('DocumentValidationFailure', 'Document failed validation', {
    errInfo: { failingDocumentId: document.get('_id'), details: { operatorName: '$jsonSchema' } },
  });
}

/** Puts `_id` first in the bytes, without building the document anew when it has one. */
function idFirst(bytes: Buffer, document: Document): { bytes: Buffer; document: Document } {
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

export function insertOne(request: Request, collection: Collection, given: Buffer): void {
  checkSize(given);
  const { bytes, document } = idFirst(given, decode(given));
  checkStored(document);
  if (!request.flag('bypassDocumentValidation')) validate(collection, document);
  insertRow(request, collection, document, bytes);
}

/** @returns whether anything changed */
export function changeOne(
  request: Request,
  collection: Collection,
  row: number,
  stored: Buffer,
  after: Document,
): boolean {
  const bytes = encodeStored(after);
  if (bytes.equals(stored)) return false;
  const before = decode(stored);
  checkStored(after);
  if (!request.flag('bypassDocumentValidation')) validate(collection, after, before);
  replaceRow(request, collection, row, before, after, bytes);
  return true;
}

export function removeOne(request: Request, collection: Collection, row: number, stored: Buffer): void {
  removeRow(request, collection, row, decode(stored));
}

/** Tries again when a transaction that held what was to be written has ended. */
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
