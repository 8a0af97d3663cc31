/** insert, update, delete: lists of statements, ordered or not, each with its own success or error. */
import { storeFault, StoreError } from '../errors.ts';
import { decode } from '../value/decode.ts';
import { encode, encodeStored } from '../value/encode.ts';
import { isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { compilePipeline, stageOf } from '../aggregate/pipeline.ts';
import { compileUpdate, isReplacement, upsertSeed, withFirstId, checkStored, type Update } from '../update/update.ts';
import { isTrue } from '../query/match.ts';
import type { Collection } from '../storage/catalog.ts';
import type { StorageWork } from '../storage/engine.ts';
import { insertRow } from '../storage/rows.ts';
import { refuseCollation, letVariables } from './find.ts';
import { checkPart } from './check-part.ts';
import { retryOf } from './retry.ts';
import { matchingRows, prepare, refuseUnfit, type DocumentQuery } from './rows-matching.ts';
import { changeOne, collectionFor, insertOne, patiently, removeOne, validate } from './write-one.ts';
import { wrongType, type Request } from './request.ts';

const UPDATE_FIELDS: ReadonlySet<string> = new Set([
  'q',
  'u',
  'c',
  'multi',
  'upsert',
  'arrayFilters',
  'collation',
  'hint',
]);
const DELETE_FIELDS: ReadonlySet<string> = new Set(['q', 'limit', 'collation', 'hint']);
/** How many inserts are noted together for a retry. */
const INSERT_RUN = 100;

interface WriteError {
  readonly index: number;
  readonly code: number;
  readonly errmsg: string;
}

/** Statements as documents in bytes, wherever the driver put them. */
function statements(request: Request, name: string): readonly Buffer[] {
  const sequence = request.sequences.get(name);
  if (sequence !== undefined) return sequence;
  const list = request.array(name);
  if (list === undefined)
    throw storeFault('Location40414', `BSON field '${request.name}.${name}' is missing but a required field`);
  return list.map((entry) => {
    if (!isDocument(entry))
      throw storeFault(
        'TypeMismatch',
        `BSON field '${request.name}.${name}.0' is the wrong type, expected type 'object'`,
      );
    return encode(entry);
  });
}

/** @throws StoreError Location16 for a list of statements that is empty or too long */
function checkBatch(list: readonly unknown[]): void {
  if (list.length < 1 || list.length > 100_000)
    throw storeFault('Location16', `Write batch sizes must be between 1 and 100000. Got ${list.length} operations.`);
}

/** An error of one statement; inside a transaction it ends the whole. */
function writeError(request: Request, index: number, thrown: unknown): WriteError {
  if (!(thrown instanceof StoreError) || request.transaction !== undefined || thrown.labels.length > 0) throw thrown;
  return { index, code: thrown.code, errmsg: thrown.message, ...thrown.extra };
}

/** The command insert. @throws StoreError Location16, Location40414; errors of single documents are in the reply */
export async function insert(request: Request): Promise<Record<string, unknown>> {
  const documents = statements(request, 'documents');
  checkBatch(documents);
  return request.write(insertAll(request, documents));
}

function* insertAll(request: Request, documents: readonly Buffer[]): StorageWork<Record<string, unknown>> {
  const collection = collectionFor(request);
  const ordered = request.ordered;
  const retry = retryOf(request);
  const errors: WriteError[] = [];
  let n = 0;
  let run = { from: 0, count: 0 };
  const noteRun = (next: number): void => {
    if (run.count > 0) retry.note(run.from, run.count, DONE);
    run = { from: next, count: 0 };
  };
  for (let i = 0; i < documents.length; i += 1) {
    if (retry.done(i) !== undefined) {
      n += 1;
      noteRun(i + 1);
      continue;
    }
    try {
      yield* patiently(() => insertOne(request, collection, documents[i]!));
      n += 1;
      run.count += 1;
    } catch (thrown) {
      errors.push(writeError(request, i, thrown));
      noteRun(i + 1);
      if (ordered) break;
    }
    if (run.count === INSERT_RUN || i === documents.length - 1) {
      noteRun(i + 1);
      yield undefined;
    }
  }
  noteRun(documents.length);
  return { n, ...(errors.length > 0 ? { writeErrors: errors } : {}) };
}
const DONE: Document = new Map([['n', 1]]);

/** The command update. @throws StoreError Location16, Location40414; errors of single statements are in the reply */
export async function update(request: Request): Promise<Record<string, unknown>> {
  const list = statements(request, 'updates');
  checkBatch(list);
  return request.write(
    updateAll(
      request,
      list.map((bytes) => decode(bytes)),
    ),
  );
}

function* updateAll(request: Request, list: readonly Document[]): StorageWork<Record<string, unknown>> {
  const retry = retryOf(request);
  const total = { n: 0, nModified: 0 };
  const upserted: { index: number; _id: Value }[] = [];
  const errors: WriteError[] = [];
  for (let i = 0; i < list.length; i += 1) {
    try {
      const before = retry.done(i);
      const result = before === undefined ? yield* updateStatement(request, list[i]!) : fromNote(before);
      if (before === undefined) retry.note(i, 1, toNote(result));
      total.n += result.n;
      total.nModified += result.nModified;
      if (result.upserted !== undefined) upserted.push({ index: i, _id: result.upserted });
    } catch (thrown) {
      errors.push(writeError(request, i, thrown));
      if (request.ordered) break;
    }
    yield undefined;
  }
  return {
    ...total,
    ...(upserted.length > 0 ? { upserted } : {}),
    ...(errors.length > 0 ? { writeErrors: errors } : {}),
  };
}

/** What an update did: documents matched, documents changed, and the `_id` of one that was inserted instead. */
interface UpdateResult {
  readonly n: number;
  readonly nModified: number;
  readonly upserted?: Value;
}

function toNote({ n, nModified, upserted }: UpdateResult): Document {
  return new Map<string, Value>([
    ['n', n],
    ['nModified', nModified],
    ...(upserted === undefined ? [] : [['upserted', upserted] as const]),
  ]);
}

function fromNote(note: Document): UpdateResult {
  return {
    n: note.get('n') as number,
    nModified: note.get('nModified') as number,
    ...(note.has('upserted') ? { upserted: note.get('upserted')! } : {}),
  };
}

/** What `u` of a statement does, with its options. */
export function updateOf(
  request: Request,
  change: Value,
  statement: Document,
  filter: Document,
  multi: boolean,
): Update {
  const variables = letVariables(request.command);
  const constants = statement.get('c');
  if (isDocument(constants)) for (const [name, value] of constants) (variables as Map<string, Value>).set(name, value);
  return compileUpdate(change, {
    filter,
    multi,
    arrayFilters: arrayFiltersOf(statement),
    pipeline(stages) {
      for (const stage of stages)
        if (!UPDATE_STAGES.has(stageOf(stage)[0]))
          throw storeFault('InvalidOptions', `${stageOf(stage)[0]} is not allowed to be used within an update`);
      const run = compilePipeline(stages, {
        variables,
        read: () => {
          throw storeFault('IllegalOperation');
        },
      });
      return (document) => [...run([document])][0]!;
    },
  });
}

/** @throws StoreError TypeMismatch */
function arrayFiltersOf(statement: Document): readonly Document[] {
  const filters = statement.get('arrayFilters') ?? [];
  const place = 'update.updates.arrayFilters';
  if (!Array.isArray(filters)) throw wrongType(place, filters, "type 'array'");
  return filters.flatMap((filter, i) => {
    if (filter === null) return [];
    if (!isDocument(filter)) throw wrongType(`${place}.${i}`, filter, "type 'object'");
    return [filter];
  });
}

const UPDATE_STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** Runs one statement of update: `q`, `u`, `multi`, `upsert` … @throws StoreError Location40414 and those of the update */
function* updateStatement(request: Request, statement: Document): StorageWork<UpdateResult> {
  checkPart('update.updates', statement, UPDATE_FIELDS, ['q', 'u']);
  refuseCollation(statement);
  const filter = statement.get('q') as Document;
  const change = statement.get('u')!;
  for (const flag of ['multi', 'upsert'])
    if (typeof (statement.get(flag) ?? false) !== 'boolean')
      throw wrongType(`update.updates.${flag}`, statement.get(flag)!, "type 'bool'");
  const multi = isTrue(statement.get('multi'));
  const apply = updateOf(request, change, statement, filter, multi);
  const collection = isTrue(statement.get('upsert')) ? collectionFor(request) : request.collection;
  const query: DocumentQuery = {
    filter,
    limit: undefined,
    hint: statement.get('hint'),
    variables: letVariables(request.command),
  };
  if (collection === undefined) {
    refuseUnfit(query);
    return { n: 0, nModified: 0 };
  }
  const result = yield* changeMatching(request, collection, query, apply, multi);
  if (result.n > 0 || !isTrue(statement.get('upsert'))) return result;
  const document = yield* upsert(request, collection, filter, apply, isReplacement(change));
  return { n: 1, nModified: 0, upserted: document.get('_id')! };
}

function* changeMatching(
  request: Request,
  collection: Collection,
  query: DocumentQuery,
  apply: Update,
  multi: boolean,
): StorageWork<UpdateResult> {
  const prepared = prepare(request.view, collection, query);
  // An update may move a row forward in the index that is read; each row is changed once.
  const seen = new Set<number>();
  let n = 0;
  let nModified = 0;
  for (const found of matchingRows(request.view, collection, query, prepared)) {
    if (found === undefined) {
      yield undefined;
      continue;
    }
    if (seen.has(found.row)) continue;
    const changed = yield* patiently(() => {
      const stored = request.view.get(collection, found.row);
      if (stored === undefined || !prepared.matches(decode(stored))) return undefined;
      return changeOne(request, collection, found.row, stored, apply(decode(stored), false));
    });
    if (changed === undefined) continue;
    if (multi) seen.add(found.row);
    n += 1;
    nModified += Number(changed);
    if (!multi) break;
    yield undefined;
  }
  return { n, nModified };
}

/** Inserts the document that an upsert makes of its filter and update. @returns it @throws StoreError DuplicateKey, DocumentValidationFailure … */
export function* upsert(
  request: Request,
  collection: Collection,
  filter: Document,
  apply: Update,
  replacing: boolean,
): StorageWork<Document> {
  const document = withFirstId(apply(upsertSeed(filter, replacing), true));
  checkStored(document);
  if (!request.flag('bypassDocumentValidation')) validate(collection, document);
  yield* patiently(() => insertRow(request, collection, { document, bytes: encodeStored(document) }));
  return document;
}

/** The command delete. @throws StoreError Location16, Location40414; errors of single statements are in the reply */
export async function remove(request: Request): Promise<Record<string, unknown>> {
  const list = statements(request, 'deletes');
  checkBatch(list);
  return request.write(
    removeAll(
      request,
      list.map((bytes) => decode(bytes)),
    ),
  );
}

function* removeAll(request: Request, list: readonly Document[]): StorageWork<Record<string, unknown>> {
  const retry = retryOf(request);
  const errors: WriteError[] = [];
  let n = 0;
  for (let i = 0; i < list.length; i += 1) {
    try {
      const before = retry.done(i);
      const removed = before === undefined ? yield* removeStatement(request, list[i]!) : (before.get('n') as number);
      if (before === undefined) retry.note(i, 1, new Map([['n', removed]]));
      n += removed;
    } catch (thrown) {
      errors.push(writeError(request, i, thrown));
      if (request.ordered) break;
    }
    yield undefined;
  }
  return { n, ...(errors.length > 0 ? { writeErrors: errors } : {}) };
}

/** Runs one statement of delete: `q` and `limit`. @returns how many documents it removed */
function* removeStatement(request: Request, statement: Document): StorageWork<number> {
  checkPart('delete.deletes', statement, DELETE_FIELDS, ['q', 'limit']);
  refuseCollation(statement);
  const { collection } = request;
  const limit = statement.get('limit')!;
  const most = isNumeric(limit) ? toNumber(limit) : NaN;
  if (most !== 0 && most !== 1) throw storeFault('FailedToParse', 'The limit field in delete objects must be 0 or 1.');
  const query: DocumentQuery = {
    filter: statement.get('q') as Document,
    hint: statement.get('hint'),
    variables: letVariables(request.command),
  };
  if (collection === undefined) {
    refuseUnfit(query);
    return 0;
  }
  const prepared = prepare(request.view, collection, query);
  let n = 0;
  for (const found of matchingRows(request.view, collection, query, prepared)) {
    if (found === undefined) {
      yield undefined;
      continue;
    }
    n += yield* patiently(() => {
      const stored = request.view.get(collection, found.row);
      if (stored === undefined || !prepared.matches(decode(stored))) return 0;
      removeOne(request, collection, found.row, stored);
      return 1;
    });
    if (most === 1 && n === 1) break;
    yield undefined;
  }
  return n;
}
