/** find, getMore, killCursors, count, distinct. */
import { Long } from 'bson';
import { storeFault, notOffered } from '../errors.ts';
import { decode, MAX_DOCUMENT } from '../value/decode.ts';
import { encodeStored } from '../value/encode.ts';
import { identityOf, valueKey } from '../value/key.ts';
import { shown } from '../value/shown.ts';
import { bsonSize } from '../value/size.ts';
import { isDocument, type Document, type Value } from '../value/types.ts';
import { anyAt } from '../query/path.ts';
import { Kept } from '../query/kept.ts';
import { sorted, type Sortable } from '../query/sorter.ts';
import { compileProjection, type Project } from '../query/projection.ts';
import { compileExpression, isOperator } from '../aggregate/expression.ts';
import { scopeOf, type ScopeVariables } from '../aggregate/scope.ts';
import type { StorageWork } from '../storage/engine.ts';
import type { Collection } from '../storage/catalog.ts';
import type { StoredRow } from '../storage/view.ts';
import { FIRST_BATCH, type ByteStream } from './cursors.ts';
import { matchingRows, prepare, refuseUnfit, type DocumentQuery } from './rows-matching.ts';
import type { Request } from './request.ts';

/** @throws StoreError CommandNotSupported for a collation that is not `simple` */
export function refuseCollation(command: Document): void {
  const collation = command.get('collation');
  if (isDocument(collation) && collation.size > 0 && collation.get('locale') !== 'simple')
    throw notOffered('collation');
}

/** The variables of `let`, and `NOW`. */
export function letVariables(command: Document): ScopeVariables {
  const variables = new Map<string, Value | undefined>([['NOW', new Date()]]);
  const lets = command.get('let');
  if (isDocument(lets))
    for (const [name, expression] of lets)
      variables.set(name, compileExpression(expression)(scopeOf(new Map(), variables)));
  return variables;
}

/** The query of a command: its filter, sort, skip, limit, hint and variables. @throws StoreError TypeMismatch, CommandNotSupported */
export function queryOf(request: Request): DocumentQuery {
  refuseCollation(request.command);
  const limit = request.number('limit');
  return {
    filter: request.document('filter') ?? request.document('query') ?? new Map<string, Value>(),
    sort: request.document('sort'),
    skip: request.count('skip'),
    limit: limit === undefined || limit === 0 ? undefined : Math.abs(limit),
    hint: request.command.get('hint'),
    variables: letVariables(request.command),
  };
}

/** The projection of a command; `undefined` for whole documents. @throws StoreError of the projection */
export function projectionOf(request: Request, query: DocumentQuery): Project | undefined {
  const spec = request.document('projection') ?? request.document('fields');
  if (spec === undefined) return undefined;
  const variables = query.variables ?? new Map<string, Value>();
  return compileProjection(spec, {
    ofFind: true,
    isOperator,
    expression(expression) {
      const compute = compileExpression(expression, new Set(variables.keys()));
      return (root) => compute(scopeOf(root, variables));
    },
  });
}

/** Options of a find that MongoDB has and this store refuses with 115; `min` and `max` too when they are not empty. */
export const REFUSED_FIND_OPTIONS: readonly string[] = ['tailable', 'awaitData', 'returnKey', 'showRecordId'];

/** The command find: the whole reply, with the first batch. @throws StoreError of the query */
export async function find(request: Request): Promise<Buffer> {
  for (const option of REFUSED_FIND_OPTIONS) if (request.flag(option)) throw notOffered(`the find option ${option}`);
  for (const option of ['min', 'max'])
    if ((request.document(option)?.size ?? 0) > 0) throw notOffered(`the find option ${option}`);
  const kept = new Kept();
  const query = { ...queryOf(request), kept };
  const project = projectionOf(request, query);
  const { collection } = request;
  const size = request.count('batchSize') ?? FIRST_BATCH;
  if (collection === undefined) refuseUnfit(query);
  const stream =
    collection === undefined
      ? [][Symbol.iterator]()
      : bytesOf(matchingRows(request.view, collection, query, prepare(request.view, collection, query)), project);
  const cursor = request.shared.cursors.make(request.namespace, stream, {
    holder: request.holder,
    kept,
    session: request.session?.id,
    keep: request.flag('noCursorTimeout'),
  });
  const single = request.flag('singleBatch') || (request.number('limit') ?? 0) < 0;
  return request.read(request.shared.cursors.reply(cursor, 'firstBatch', size, single));
}

function* bytesOf(
  rows: Iterable<StoredRow | undefined>,
  project: Project | undefined,
): Generator<Buffer | undefined> & ByteStream {
  for (const row of rows)
    yield row === undefined ? undefined : project === undefined ? row.bytes : encodeStored(project(decode(row.bytes)));
}

/** The command getMore: the whole reply, with the next batch. @throws StoreError CursorNotFound, CursorInUse */
export async function getMore(request: Request): Promise<Buffer> {
  const id = request.command.get('getMore');
  if (!(id instanceof Long)) throw storeFault('TypeMismatch', "BSON field 'getMore.getMore' must be a long");
  const name = request.command.get('collection');
  const cursor = request.shared.cursors.get(id, `${request.db}.${shown(name)}`);
  return request.read(request.shared.cursors.reply(cursor, 'nextBatch', request.count('batchSize') || Infinity));
}

/** The command killCursors: closes cursors by number. */
export function killCursors(request: Request): Record<string, unknown> {
  const ids = (request.array('cursors') ?? []) as Long[];
  const killed = ids.filter((id) => request.shared.cursors.kill(id));
  return {
    cursorsKilled: killed,
    cursorsNotFound: ids.filter((id) => !killed.includes(id)),
    cursorsAlive: [],
    cursorsUnknown: [],
  };
}

/** The command count. @throws StoreError of the query */
export async function count(request: Request): Promise<Record<string, unknown>> {
  const query = queryOf(request);
  const { collection } = request;
  if (collection === undefined) refuseUnfit(query);
  return { n: collection === undefined ? 0 : await request.read(countRows(request, collection, query)) };
}

/** Counts the documents of a query, without reading them where the filter is empty or an index alone answers it. */
export function* countRows({ view }: Request, collection: Collection, query: DocumentQuery): StorageWork<number> {
  const whole = coveredCount(view, collection, query);
  const { skip = 0, limit = Infinity } = query;
  if (whole !== undefined) return Math.min(limit, Math.max(0, whole - skip));
  let total = 0;
  for (const row of matchingRows(view, collection, query)) {
    if (row === undefined) yield undefined;
    else total += 1;
  }
  return total;
}

function coveredCount(view: Request['view'], collection: Collection, query: DocumentQuery): number | undefined {
  const { node, access } = prepare(view, collection, { ...query, sort: undefined });
  if (node.kind === 'and' && node.children.length === 0) return view.countRows(collection);
  if (access.kind !== 'index' || !access.bounds.exact) return undefined;
  return access.bounds.ranges.reduce((total, range) => total + view.countEntries(collection, access.index, range), 0);
}

/** The command distinct: the values of a field in BSON order. @throws StoreError TypeMismatch, Location17217 */
export async function distinct(request: Request): Promise<Record<string, unknown>> {
  const key = request.command.get('key');
  if (typeof key !== 'string') throw storeFault('TypeMismatch', "BSON field 'distinct.key' must be a string");
  const { collection } = request;
  const query = queryOf(request);
  if (collection === undefined) refuseUnfit(query);
  return {
    values: collection === undefined ? [] : await request.read(distinctValues(request, collection, key, query)),
  };
}

function* distinctValues(
  { view }: Request,
  collection: Collection,
  key: string,
  query: DocumentQuery,
): StorageWork<Value[]> {
  const values = new Map<string, Value>();
  const parts = key.split('.');
  const fields = new Set([parts[0]!]);
  let bytes = 0;
  const take = (value: Value): void => {
    const identity = identityOf(value);
    if (values.has(identity)) return;
    values.set(identity, value);
    bytes += bsonSize(value);
    if (bytes > MAX_DOCUMENT) throw storeFault('Location17217', 'distinct too big, 16mb cap');
  };
  for (const row of matchingRows(view, collection, query)) {
    if (row === undefined) {
      yield undefined;
      continue;
    }
    anyAt(
      decode(row.bytes, fields),
      parts,
      0,
      (value) => {
        for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) take(one);
        return false;
      },
      false,
    );
  }
  const ordered: Value[] = [];
  for (const one of sorted(keyedValues(values.values()))) {
    if (one === undefined) yield undefined;
    else ordered.push(one.value);
  }
  return ordered;
}

function* keyedValues(values: Iterable<Value>): Generator<Sortable<{ value: Value }>> {
  for (const value of values) yield { key: valueKey([value]).toString('latin1'), item: { value }, size: 50 };
}
