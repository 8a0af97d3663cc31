/** Statistics: collStats, dbStats, listDatabases, `$collStats` and `$indexStats`. Sizes are those of documents and keys, without empty space in pages. */
import { Long } from 'bson';
import { storeFault, notOffered } from '../errors.ts';
import { shown } from '../value/shown.ts';
import { isDocument, isNumeric, looksInt, toNumber, type Document, type Value } from '../value/types.ts';
import { compileFilter } from '../query/match.ts';
import { parseFilter } from '../query/parse.ts';
import type { Stream } from '../aggregate/stream.ts';
import type { Collection } from '../storage/catalog.ts';
import type { StorageWork } from '../storage/engine.ts';
import type { Sizes } from '../storage/view.ts';
import type { Request } from './request.ts';

type Fields = Record<string, unknown>;

const NOTHING: Sizes = { rows: 0, bytes: 0, indexes: new Map() };

function whole(value: number): number | Long {
  return looksInt(value) ? value : Long.fromNumber(value);
}

function* sizesOf({ engine }: Request, collection: Collection | undefined): StorageWork<Sizes> {
  return collection === undefined ? NOTHING : yield* engine.live.sizes(collection);
}

const indexBytes = ({ indexes }: Sizes): number => [...indexes.values()].reduce((total, bytes) => total + bytes, 0);

/** The fields of collStats and `$collStats`, in units of `scale` bytes. */
function storageStats(sizes: Sizes, scale: number): Fields {
  const scaled = (bytes: number): number | Long => whole(Math.floor(bytes / scale));
  const total = indexBytes(sizes);
  return {
    size: scaled(sizes.bytes),
    count: whole(sizes.rows),
    ...(sizes.rows > 0 ? { avgObjSize: Math.floor(sizes.bytes / sizes.rows) } : {}),
    numOrphanDocs: 0,
    storageSize: scaled(sizes.bytes),
    freeStorageSize: 0,
    capped: false,
    nindexes: sizes.indexes.size,
    indexDetails: {},
    indexBuilds: [],
    totalIndexSize: scaled(total),
    totalSize: scaled(sizes.bytes + total),
    indexSizes: Object.fromEntries([...sizes.indexes].map(([name, bytes]) => [name, scaled(bytes)])),
    scaleFactor: scale,
  };
}

function scaleOf(value: Value | undefined): number {
  if (value === undefined || value === null) return 1;
  const scale = isNumeric(value) ? Math.trunc(toNumber(value)) : NaN;
  if (!(scale >= 1))
    throw storeFault('BadValue', `BSON field 'scale' value must be >= 1, actual value '${shown(value)}'`);
  return scale;
}

/** The command collStats: sizes of a collection, in units of `scale` bytes. @throws StoreError BadValue */
export async function collStats(request: Request): Promise<Fields> {
  const scale = scaleOf(request.command.get('scale'));
  return { ns: request.namespace, ...storageStats(await request.read(sizesOf(request, request.collection)), scale) };
}

/** The command dbStats: sizes of a database, in units of `scale` bytes. @throws StoreError BadValue */
export async function dbStats(request: Request): Promise<Fields> {
  const scale = scaleOf(request.command.get('scale'));
  const all: Sizes[] = [];
  for (const collection of request.catalog.list(request.db)) all.push(await request.read(sizesOf(request, collection)));
  const sum = (of: (sizes: Sizes) => number): number => all.reduce((total, sizes) => total + of(sizes), 0);
  const [objects, data, keys] = [sum(({ rows }) => rows), sum(({ bytes }) => bytes), sum(indexBytes)];
  const scaled = (bytes: number): number | Long => whole(Math.floor(bytes / scale));
  return {
    db: request.db,
    collections: all.length,
    views: 0,
    objects: whole(objects),
    avgObjSize: objects === 0 ? 0 : data / objects,
    dataSize: scaled(data),
    storageSize: scaled(data),
    indexes: sum(({ indexes }) => indexes.size),
    indexSize: scaled(keys),
    totalSize: scaled(data + keys),
    scaleFactor: scale,
  };
}

/** The command listDatabases: the databases that have a collection, and their sizes in bytes. */
export async function listDatabases(request: Request): Promise<Fields> {
  const filter = compileFilter(parseFilter(request.document('filter') ?? new Map<string, Value>()));
  const names = [...new Set(request.catalog.list().map(({ db }) => db))].sort();
  if (request.flag('nameOnly'))
    return { databases: names.map((name): Document => new Map([['name', name]])).filter(filter) };
  const databases: Document[] = [];
  for (const name of names)
    databases.push(
      new Map<string, Value>([
        ['name', name],
        ['sizeOnDisk', whole(await sizeOf(request, name))],
        ['empty', false],
      ]),
    );
  const listed = databases.filter(filter);
  const total = listed.reduce((bytes, one) => bytes + toNumber(one.get('sizeOnDisk') as number), 0);
  return { databases: listed, totalSize: whole(total), totalSizeMb: whole(Math.floor(total / 2 ** 20)) };
}

async function sizeOf(request: Request, db: string): Promise<number> {
  let bytes = 0;
  for (const collection of request.catalog.list(db)) {
    const sizes = await request.read(sizesOf(request, collection));
    bytes += sizes.bytes + indexBytes(sizes);
  }
  return bytes;
}

/** Stages that describe a collection instead of reading its documents; they stand first. */
export const STATISTICS_STAGES: Readonly<Record<string, (request: Request, name: string, argument: Value) => Stream>> =
  {
    $collStats: collectionStatistics,
    $indexStats: indexStatistics,
  };

const hostOf = (request: Request): string => `127.0.0.1:${request.shared.port}`;

function* collectionStatistics(request: Request, name: string, argument: Value): Stream {
  if (!isDocument(argument)) throw storeFault('Location40602', '$collStats must take a nested object');
  for (const part of argument.keys())
    if (!['count', 'storageStats'].includes(part))
      throw ['latencyStats', 'queryExecStats', 'operationStats'].includes(part)
        ? notOffered(`${part} of $collStats`)
        : storeFault('Location40415', `BSON field '$collStats.${part}' is an unknown field.`);
  const collection = request.catalog.find(request.db, name);
  if (collection === undefined)
    throw storeFault(
      'NamespaceNotFound',
      `Unable to retrieve statistics in $collStats stage :: caused by :: Collection [${request.db}.${name}] not found.`,
    );
  const work = sizesOf(request, collection);
  let step = work.next();
  for (; !step.done; step = work.next()) yield undefined;
  const options = argument.get('storageStats');
  const statistics: Document = new Map<string, Value>([
    ['ns', `${request.db}.${name}`],
    ['host', hostOf(request)],
    ['localTime', new Date()],
  ]);
  if (options !== undefined)
    statistics.set(
      'storageStats',
      documentOf(storageStats(step.value, scaleOf(isDocument(options) ? options.get('scale') : undefined))),
    );
  if (argument.has('count')) statistics.set('count', whole(step.value.rows));
  yield statistics;
}

function documentOf(fields: Fields): Document {
  return new Map(
    Object.entries(fields).map(([name, value]) => [
      name,
      (value?.constructor === Object ? documentOf(value as Fields) : value) as Value,
    ]),
  );
}

function* indexStatistics(request: Request, name: string, argument: Value): Stream {
  if (!isDocument(argument) || argument.size > 0)
    throw storeFault('Location28803', 'The $indexStats stage specification must be an empty object');
  const since = new Date(request.shared.startedAt);
  for (const index of request.catalog.find(request.db, name)?.indexes ?? []) {
    yield new Map<string, Value>([
      ['name', index.name],
      ['key', index.spec.get('key')!],
      ['host', hostOf(request)],
      [
        'accesses',
        new Map<string, Value>([
          ['ops', Long.fromNumber(index.uses)],
          ['since', since],
        ]),
      ],
      ['spec', index.spec],
    ]);
  }
}
