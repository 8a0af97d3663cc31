/** insert, update, delete: lists of statements, ordered or not, each with its own success or error. */
import { Kept } from '../query/kept.ts';
import { storeFault, StoreError } from '../errors.ts';
import { decode } from '../value/decode.ts';
import { encode, encodeStored } from '../value/encode.ts';
import { documentOf, isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { compilePipeline, stageOf } from '../aggregate/pipeline.ts';
import { compileUpdate, isReplacement, upsertSeed, withFirstId, checkStored, type Update } from '../update/update.ts';
import { isTrue } from '../query/match.ts';
import type { Collection } from '../storage/catalog.ts';
import type { StorageWork } from '../storage/engine.ts';
import { insertRow } from '../storage/rows.ts';
import { refuseCollation, letVariables } from './find.ts';
import { checkPart } from './check-part.ts';
import { retryOf } from './retry.ts';
import { eachStored } from './each-stored.ts';
import { refuseUnfit, type DocumentQuery } from './rows-matching.ts';
import { changeOne, collectionFor, insertOne, patiently, refuseValidated, removeOne } from './write-one.ts';
import { wrongType, type Request } from './request.ts';

const UPDATE_FIELDS: ReadonlySet<string> = new Set([
  ...['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'collation', 'hint'],
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
const DONE = documentOf({ n: 1 });

/** The results of statements that ran, by their place in the list, and a field for the errors of the others where there are any. */
interface Outcome {
  readonly done: ReadonlyMap<number, Document>;
  readonly failed: { readonly writeErrors?: readonly WriteError[] };
}

/** Runs statements one after another, each with its own result or error. One that ran before is not run again. */
function* runAll(
  request: Request,
  list: readonly Document[],
  run: (statement: Document) => StorageWork<Document>,
): StorageWork<Outcome> {
  const retry = retryOf(request);
  const done = new Map<number, Document>();
  const errors: WriteError[] = [];
  for (let i = 0; i < list.length; i += 1) {
    try {
      const before = retry.done(i);
      const result = before ?? (yield* run(list[i]!));
      if (before === undefined) retry.note(i, 1, result);
      done.set(i, result);
    } catch (thrown) {
      errors.push(writeError(request, i, thrown));
      if (request.ordered) break;
    }
    yield undefined;
  }
  return { done, failed: errors.length > 0 ? { writeErrors: errors } : {} };
}

function total({ done }: Outcome, field: string): number {
  return [...done.values()].reduce((sum, result) => sum + (result.get(field) as number), 0);
}

/** The statements of update and delete. @throws StoreError Location16, Location40414 */
function statementsOf(request: Request, name: string): Document[] {
  const list = statements(request, name);
  checkBatch(list);
  return list.map((bytes) => decode(bytes));
}

/** The command update. @throws StoreError Location16, Location40414; errors of single statements are in the reply */
export async function update(request: Request): Promise<Record<string, unknown>> {
  return request.write(updateAll(request, statementsOf(request, 'updates')));
}

function* updateAll(request: Request, list: readonly Document[]): StorageWork<Record<string, unknown>> {
  const outcome = yield* runAll(request, list, (statement) => updateStatement(request, statement));
  const upserted = [...outcome.done].flatMap(([index, result]) =>
    result.has('upserted') ? [{ index, _id: result.get('upserted')! }] : [],
  );
  return {
    n: total(outcome, 'n'),
    nModified: total(outcome, 'nModified'),
    ...(upserted.length > 0 ? { upserted } : {}),
    ...outcome.failed,
  };
}

/** @param matched how many documents @param upserted the `_id` of one that was inserted instead */
function updateResult(matched: number, modified: number, upserted?: Value): Document {
  return documentOf({ n: matched, nModified: modified, ...(upserted === undefined ? {} : { upserted }) });
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
        kept: new Kept(),
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
function* updateStatement(request: Request, statement: Document): StorageWork<Document> {
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
    return updateResult(0, 0);
  }
  const changed = yield* changeMatching(request, collection, query, apply, multi);
  if (changed.n > 0 || !isTrue(statement.get('upsert'))) return updateResult(changed.n, changed.modified);
  const document = yield* upsert(request, collection, filter, apply, isReplacement(change));
  return updateResult(1, 0, document.get('_id'));
}

function* changeMatching(
  request: Request,
  collection: Collection,
  query: DocumentQuery,
  apply: Update,
  multi: boolean,
): StorageWork<{ n: number; modified: number }> {
  // An update may move a row forward in the index that is read; each row is changed once.
  const seen = new Set<number>();
  let n = 0;
  let modified = 0;
  yield* eachStored(request, collection, query, (row, stored) => {
    if (seen.has(row)) return false;
    modified += Number(changeOne(request, collection, row, stored, apply(decode(stored), false)));
    if (multi) seen.add(row);
    n += 1;
    return !multi;
  });
  return { n, modified };
}

/** Inserts the document that an upsert makes of its filter and update. @returns it @throws StoreError DuplicateKey … */
export function* upsert(
  request: Request,
  collection: Collection,
  filter: Document,
  apply: Update,
  replacing: boolean,
): StorageWork<Document> {
  const document = withFirstId(apply(upsertSeed(filter, replacing), true));
  checkStored(document);
  refuseValidated(collection);
  yield* patiently(() => insertRow(request, collection, { document, bytes: encodeStored(document) }));
  return document;
}

/** The command delete. @throws StoreError Location16, Location40414; errors of single statements are in the reply */
export async function remove(request: Request): Promise<Record<string, unknown>> {
  return request.write(removeAll(request, statementsOf(request, 'deletes')));
}

function* removeAll(request: Request, list: readonly Document[]): StorageWork<Record<string, unknown>> {
  const outcome = yield* runAll(request, list, (statement) => removeStatement(request, statement));
  return { n: total(outcome, 'n'), ...outcome.failed };
}

/** Runs one statement of delete: `q` and `limit`. @returns how many documents it removed, as `n` */
function* removeStatement(request: Request, statement: Document): StorageWork<Document> {
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
  let n = 0;
  if (collection === undefined) refuseUnfit(query);
  else
    yield* eachStored(request, collection, query, (row, stored) => {
      removeOne(request, collection, row, stored);
      n += 1;
      return most === 1;
    });
  return documentOf({ n });
}
