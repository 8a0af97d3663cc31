/** Collections, indexes and databases: made, listed, dropped. */
import { storeFault, notOffered } from '../errors.ts';
import { equal } from '../value/compare.ts';
import { encode, embed, encodeBatch } from '../value/encode.ts';
import { documentOf, isDocument, type Document, type Value } from '../value/types.ts';
import { Long } from 'bson';
import { compileFilter } from '../query/match.ts';
import { parseFilter } from '../query/parse.ts';
import { checkedSpec, isIdKey, type IndexInfo } from '../index/spec.ts';
import { fillIndex } from '../storage/rows.ts';
import { isUnfinished, type Collection } from '../storage/catalog.ts';
import type { Request } from './request.ts';
import { collectionFor, makeCollection } from './write-one.ts';
import { OK } from './ok.ts';

type Fields = Record<string, unknown>;

/** The reply of a command that lists everything in its first batch. */
function listing(namespace: string, documents: readonly Document[]): Buffer {
  return embed(
    encode({ ok: OK }),
    'cursor',
    encodeBatch({ id: Long.ZERO, ns: namespace }, 'firstBatch', documents.map(encode)),
  );
}

/** Options of a collection that MongoDB has and this store refuses with 115. */
export const REFUSED_COLLECTION_OPTIONS: readonly string[] = [
  ...['capped', 'timeseries', 'viewOn', 'pipeline', 'clusteredIndex', 'expireAfterSeconds', 'encryptedFields'],
  ...['size', 'max', 'storageEngine', 'indexOptionDefaults', 'changeStreamPreAndPostImages', 'idIndex'],
  ...['validator', 'validationLevel', 'validationAction'],
];

function refuseOptions({ command }: Request): void {
  for (const option of REFUSED_COLLECTION_OPTIONS)
    if (command.has(option) && command.get(option) !== false) throw notOffered(`the collection option ${option}`);
}

/** The command create. @throws StoreError NamespaceExists, CommandNotSupported */
export function create(request: Request): Fields {
  refuseOptions(request);
  const collation = request.document('collation');
  if (collation !== undefined && collation.get('locale') !== 'simple') throw notOffered('collation');
  if (request.collection !== undefined)
    throw storeFault('NamespaceExists', `Collection ${request.namespace} already exists.`);
  collectionFor(request);
  return {};
}

/** The command drop: removes a collection. @throws StoreError NamespaceNotFound */
export function drop(request: Request): Fields {
  const collection = request.needCollection('ns not found');
  request.engine.writeNow(() => request.catalog.drop(collection));
  return { ns: request.namespace, nIndexesWas: collection.indexes.length };
}

/** The command dropDatabase: removes all collections of a database. */
export function dropDatabase(request: Request): Fields {
  request.engine.writeNow(() => {
    for (const collection of request.catalog.list(request.db)) request.catalog.drop(collection);
  });
  return { dropped: request.db };
}

/** The command listCollections: the whole reply, with one batch. */
export function listCollections(request: Request): Buffer {
  const filter = compileFilter(parseFilter(request.document('filter') ?? new Map<string, Value>()));
  const finished = request.catalog.list(request.db).filter((collection) => !isUnfinished(collection));
  const nameOnly = request.flag('nameOnly');
  const listed = finished.map(({ name, options, uuid, indexes }) => {
    const head = { name, type: 'collection' };
    const info = documentOf({ readOnly: false, uuid });
    return documentOf(nameOnly ? head : { ...head, options, info, idIndex: indexes[0]!.spec });
  });
  return listing(`${request.db}.$cmd.listCollections`, listed.filter(filter));
}

/** The command listIndexes: the whole reply, with one batch. @throws StoreError NamespaceNotFound */
export function listIndexes(request: Request): Buffer {
  return listing(
    request.namespace,
    request.needCollection().indexes.map(({ spec }) => spec),
  );
}

/** The command createIndexes: fills each index before it is read. @throws StoreError IndexOptionsConflict, IndexKeySpecsConflict, DuplicateKey … */
export function createIndexes(request: Request): Promise<Fields> {
  const specs = (request.array('indexes') ?? []).map((spec) => {
    if (!isDocument(spec)) throw storeFault('TypeMismatch', 'an index specification must be an object');
    return checkedSpec(spec);
  });
  if (specs.length === 0) throw storeFault('BadValue', 'Must specify at least one index to create');
  return request.engine.exclusively(() => addIndexes(request, specs));
}

async function addIndexes(request: Request, specs: readonly Document[]): Promise<Fields> {
  const isNew = request.collection === undefined;
  const collection = makeCollection(request.engine, request.db, request.target);
  dropHalfFilled(request, collection);
  const before = collection.indexes.length;
  for (const spec of specs) if (existing(collection, spec) === undefined) await addIndex(request, collection, spec);
  const after = collection.indexes.length;
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    createdCollectionAutomatically: isNew,
    ...(before === after ? { note: 'all indexes already exist' } : {}),
  };
}

/** What could be neither filled nor dropped, as on a full disk; nobody fills one now, since indexes are made one after another. */
function dropHalfFilled({ engine, catalog }: Request, collection: Collection): void {
  const half = collection.indexes.filter(({ builtAt }) => builtAt === undefined);
  if (half.length > 0) engine.writeNow(() => half.forEach((index) => catalog.dropIndex(collection, index)));
}

/** Fills an index in slices, before anything is read by it. A failure drops it; after a crash the next start does. */
async function addIndex(request: Request, collection: Collection, spec: Document): Promise<void> {
  const { engine, catalog } = request;
  const index = engine.writeNow(() => catalog.addIndex(collection, spec, true));
  try {
    await engine.write(fillIndex({ view: engine.live, catalog }, collection, index), request.journal, request.deadline);
    engine.writeNow(() => catalog.publish(index));
  } catch (thrown) {
    if (!collection.dropped && !index.dropped) engine.writeNow(() => catalog.dropIndex(collection, index));
    throw thrown;
  }
}

/** The index that a specification requests, where it exists. @throws StoreError IndexOptionsConflict, IndexKeySpecsConflict */
function existing(collection: Collection, spec: Document): IndexInfo | undefined {
  const key = spec.get('key') as Document;
  if (isIdKey(key)) return collection.indexes[0];
  const byName = collection.indexes.find(({ name }) => name === spec.get('name'));
  const plain = (one: Document): Document =>
    new Map([...one].filter(([name]) => name !== 'name').sort(([a], [b]) => (a < b ? -1 : 1)));
  if (byName !== undefined && !equal(plain(byName.spec), plain(spec)))
    throw storeFault(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index, with other keys or options: ${byName.name}`,
    );
  const same = collection.indexes.find(
    (index) =>
      equal(index.spec.get('key'), key) &&
      equal(index.spec.get('partialFilterExpression'), spec.get('partialFilterExpression')),
  );
  if (same === undefined) return undefined;
  if (!equal(plain(same.spec), plain(spec)))
    throw storeFault('IndexOptionsConflict', `Index already exists with different options: ${same.name}`);
  if (same.name !== spec.get('name'))
    throw storeFault('IndexOptionsConflict', `Index already exists with a different name: ${same.name}`);
  return same;
}

/** The command dropIndexes: by name, by key, or all but that of `_id`. @throws StoreError IndexNotFound, InvalidOptions */
export function dropIndexes(request: Request): Fields {
  const collection = request.needCollection(`ns not found ${request.namespace}`);
  const before = collection.indexes.length;
  const names = request.command.get('index');
  const dropped =
    names === '*'
      ? collection.indexes.slice(1)
      : (Array.isArray(names) ? names : [names]).map((one) => indexNamed(collection, one));
  request.engine.writeNow(() => {
    for (const index of dropped) request.catalog.dropIndex(collection, index);
  });
  return { nIndexesWas: before };
}

/** @param reference the name of the index or its key pattern @throws StoreError IndexNotFound, InvalidOptions */
function indexNamed(collection: Collection, reference: Value | undefined): IndexInfo {
  const index = collection.indexes.find(({ name, spec }) =>
    typeof reference === 'string' ? name === reference : equal(spec.get('key'), reference),
  );
  if (index === undefined)
    throw storeFault(
      'IndexNotFound',
      `index not found with name [${typeof reference === 'string' ? reference : 'by key'}]`,
    );
  if (index === collection.indexes[0]) throw storeFault('InvalidOptions', 'cannot drop _id index');
  return index;
}
