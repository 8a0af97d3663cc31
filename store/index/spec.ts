/** What an index is, read from the specification in createIndexes. */
import { storeFault, notOffered } from '../errors.ts';
import { shown } from '../value/shown.ts';
import { documentOf, isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { parseFilter, type MatchNode } from '../query/parse.ts';
import { compileFilter, type Matches } from '../query/match.ts';

interface IndexField {
  readonly path: string;
  readonly parts: readonly string[];
  readonly descending: boolean;
}

/** An index, as everything but the file knows it. */
export interface IndexInfo {
  readonly id: number;
  /** As listIndexes shows it. */
  readonly spec: Document;
  readonly name: string;
  readonly fields: readonly IndexField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial: { readonly node: MatchNode; readonly matches: Matches } | undefined;
  readonly expireAfterSeconds: number | undefined;
  /** By field: whether any document ever had an array on its path. */
  readonly multikey: boolean[];
  /** The catalog's count of builds when it was complete; `undefined` while it is being filled, when nothing may be read by it. */
  builtAt: number | undefined;
  dropped: boolean;
}

/** Options of an index that are read. */
export const INDEX_OPTIONS: ReadonlySet<string> = new Set([
  ...['v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'background'],
  ...['ns', 'commitQuorum', 'collation'],
]);

/** Checks a specification, and names the index where it does not. @throws StoreError CannotCreateIndex, InvalidOptions, CommandNotSupported */
export function checkedSpec(requested: Document): Document {
  for (const option of requested.keys()) if (!INDEX_OPTIONS.has(option)) refuseOption(option);
  const key = requested.get('key');
  if (!isDocument(key) || key.size === 0) throw storeFault('CannotCreateIndex', 'Index keys cannot be empty.');
  for (const [path, direction] of key) checkField(path, direction);
  const collation = requested.get('collation');
  if (isDocument(collation) && collation.get('locale') !== 'simple') throw notOffered('collation');
  const expire = requested.get('expireAfterSeconds');
  if (expire !== undefined) checkExpiry(expire, key);
  const partial = requested.get('partialFilterExpression');
  if (partial !== undefined && !isDocument(partial))
    throw storeFault('TypeMismatch', 'partialFilterExpression must be an object');
  if (partial !== undefined && isTrue(requested.get('sparse')))
    throw storeFault('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
  if (isDocument(partial)) checkPartial(partial);
  const name = requested.get('name') ?? defaultName(key);
  if (typeof name !== 'string' || name === '' || name === '*')
    throw storeFault('CannotCreateIndex', 'index name must be a non-empty string other than *');
  const spec = documentOf({ v: 2, key, name });
  for (const option of KEPT_OPTIONS) if (keeps(option, requested)) spec.set(option, requested.get(option)!);
  return spec;
}

/** Operators that MongoDB has in the filter of a partial index, `$exists: true` besides. */
const PARTIAL_OPERATORS: ReadonlySet<string> = new Set(['$eq', '$gt', '$gte', '$in', '$lt', '$lte', '$type']);

/** @throws StoreError CannotCreateIndex, QueryFeatureNotAllowed and those of the filter */
function checkPartial(filter: Document): void {
  const node = parseFilter(filter);
  compileFilter(node);
  if (!mayBePartial(node))
    throw storeFault(
      'CannotCreateIndex',
      'a partial index takes $and, $or, $eq, $gt, $gte, $in, $lt, $lte, $type and $exists: true alone',
    );
}

function mayBePartial(node: MatchNode): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.children.every(mayBePartial);
    case 'test':
      return PARTIAL_OPERATORS.has(node.operator) || (node.operator === '$exists' && isTrue(node.argument));
    default:
      return false;
  }
}

/** Options that an index is listed with. */
const KEPT_OPTIONS = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds'] as const;

function keeps(option: string, requested: Document): boolean {
  const value = requested.get(option);
  return value !== undefined && (typeof value !== 'boolean' || value);
}

/** Options of an index that MongoDB has and this store refuses with 115. */
export const REFUSED_INDEX_OPTIONS: readonly string[] = [
  ...['weights', 'default_language', 'textIndexVersion', '2dsphereIndexVersion', 'bits', 'wildcardProjection'],
  ...['min', 'max', 'hidden'],
];

function refuseOption(option: string): never {
  if (REFUSED_INDEX_OPTIONS.includes(option)) throw notOffered(`the index option ${option}`);
  throw storeFault('InvalidOptions', `The field '${option}' is not valid for an index specification`);
}

function checkField(path: string, direction: Value): void {
  if (typeof direction === 'string') throw notOffered(`the index type ${direction}`);
  if (path.includes('$**')) throw notOffered('wildcard indexes');
  const number = isNumeric(direction) ? toNumber(direction) : NaN;
  if (!(number > 0 || number < 0))
    throw storeFault(
      'CannotCreateIndex',
      `Values in v:2 index key pattern must be numbers other than 0, got ${shown(direction)} for ${path}`,
    );
  if (path.split('.').some((part) => part === ''))
    throw storeFault('CannotCreateIndex', 'Index keys cannot contain an empty field.');
  if (path.startsWith('$'))
    throw storeFault(
      'CannotCreateIndex',
      `Index key contains an illegal field name: field name starts with '$': ${path}`,
    );
}

function checkExpiry(expire: Value, key: Document): void {
  if (!isNumeric(expire)) throw storeFault('CannotCreateIndex', 'expireAfterSeconds must be a number');
  if (toNumber(expire) < 0 || toNumber(expire) > 2 ** 31 - 1)
    throw storeFault('CannotCreateIndex', 'expireAfterSeconds must be within 0 and 2147483647');
  if (key.size > 1)
    throw storeFault('CannotCreateIndex', 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  if (key.has('_id')) throw storeFault('InvalidOptions', 'The field expireAfterSeconds is not valid for an _id index');
}

function defaultName(key: Document): string {
  return [...key].map(([path, direction]) => `${path}_${toNumber(direction as number)}`).join('_');
}

function isTrue(value: Value | undefined): boolean {
  return value === true || (isNumeric(value) && toNumber(value) !== 0);
}

/** The index of a specification. @param spec as `checkedSpec` returns it @param multikey by field, as in `IndexInfo` */
export function indexOf(
  id: number,
  spec: Document,
  multikey: readonly boolean[] = [],
  builtAt: number | undefined = 0,
): IndexInfo {
  const key = spec.get('key') as Document;
  const partial = spec.get('partialFilterExpression') as Document | undefined;
  const expire = spec.get('expireAfterSeconds');
  const node = partial === undefined ? undefined : parseFilter(partial);
  const fields = [...key].map(([path, direction]) => ({
    path,
    parts: path.split('.'),
    descending: toNumber(direction as number) < 0,
  }));
  return {
    id,
    spec,
    fields,
    builtAt,
    dropped: false,
    name: spec.get('name') as string,
    unique: isTrue(spec.get('unique')) || isIdKey(key),
    sparse: isTrue(spec.get('sparse')),
    partial: node === undefined ? undefined : { node, matches: compileFilter(node) },
    expireAfterSeconds: isNumeric(expire) ? toNumber(expire) : undefined,
    multikey: fields.map((_field, i) => multikey[i] ?? false),
  };
}

/** Whether a key pattern is that of the index of `_id`. */
export function isIdKey(key: Document): boolean {
  return key.size === 1 && key.has('_id');
}

/** The specification of the index of `_id`, which every collection has. */
export const ID_SPEC = documentOf({ v: 2, key: documentOf({ _id: 1 }), name: '_id_' });
