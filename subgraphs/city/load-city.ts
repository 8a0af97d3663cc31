/** Writes what a city's files say into the databases: what is new or has changed, and nothing else. People are not touched. */
import { isDeepStrictEqual } from 'node:util';
import { aboutOf, connectDatabase, type DatabaseConnection } from '../data/database.ts';
import { longs } from '../data/longs.ts';
import { documentsOf, type CityDocuments } from './documents.ts';
import { cityFault } from './errors.ts';
import type { CityFiles } from './city-files.ts';

/** A database that the files fill. */
export type CityDatabase = keyof CityDocuments;
/** All of them. */
export const CITY_DATABASES = ['agencies', 'groups', 'funding', 'workers'] as const satisfies readonly CityDatabase[];

/** What became of one collection. */
export interface CollectionChange {
  readonly collection: string;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  /** Keys that are in the database and not in the files. They stay: people may point at them. */
  readonly unlisted: readonly string[];
}

/** What is loaded, and where to. */
export interface CityLoad {
  readonly mongodbUri: string;
  readonly files: CityFiles;
  /** All when left out; an agency that may write to its own alone names that. */
  readonly databases?: readonly CityDatabase[];
  /** Only says what would change. */
  readonly dryRun?: boolean;
}

/** @throws CodedError DATABASE_UNREACHABLE, CITY_OTHER */
export async function loadCity({ mongodbUri, files, databases = CITY_DATABASES, dryRun = false }: CityLoad) {
  const documents = documentsOf(files);
  const changes: CollectionChange[] = [];
  for (const name of databases) {
    const connection = await connectDatabase(mongodbUri, name);
    try {
      await refuseOther(connection, files.city.code);
      for (const [collection, rows] of Object.entries(documents[name]))
        changes.push(await loadCollection(connection, collection, rows as readonly Row[], dryRun));
      if (!dryRun) await mark(connection, files.city.code);
    } finally {
      await connection.close();
    }
  }
  return changes;
}

/** A city whose files were loaded. */
export interface LoadedCity {
  readonly code: string;
  readonly name: string;
  /** Whether its subgraphs have started on them before, so that there are keys. */
  readonly started: boolean;
}

/** @returns the city whose files are in the databases; undefined where none are @throws CodedError DATABASE_UNREACHABLE */
export async function loadedCity(mongodbUri: string): Promise<LoadedCity | undefined> {
  const connection = await connectDatabase(mongodbUri, 'agencies');
  try {
    const code = await codeIn(connection);
    if (code === undefined) return undefined;
    const city = await connection.collection<Row & { readonly name: string }>('cities').findOne({ _id: code });
    const sealing = await aboutOf(connection.useDb('sigap_workers')).findOne({ _id: 'sealing' });
    return { code, name: city?.name ?? code, started: sealing !== null };
  } finally {
    await connection.close();
  }
}

/** @returns the code of the city that a database was loaded for; undefined where none was */
async function codeIn(connection: DatabaseConnection): Promise<string | undefined> {
  const code = (await aboutOf(connection).findOne({ _id: 'city' }))?.['code'];
  return typeof code === 'string' ? code : undefined;
}

const mark = (connection: DatabaseConnection, code: string) =>
  aboutOf(connection).updateOne({ _id: 'city' }, { $set: { code } }, { upsert: true });

async function refuseOther(connection: DatabaseConnection, code: string): Promise<void> {
  if ((await aboutOf(connection).findOne({ _id: 'sample' })) !== null)
    throw cityFault('CITY_OTHER', `${connection.name} holds the sample`);
  const loaded = await codeIn(connection);
  if (loaded !== undefined && loaded !== code)
    throw cityFault('CITY_OTHER', `${connection.name} is of ${loaded}, the files are of ${code}`);
}

type Row = { readonly _id: string } & Readonly<Record<string, unknown>>;

async function loadCollection(
  connection: DatabaseConnection,
  name: string,
  rows: readonly Row[],
  dryRun: boolean,
): Promise<CollectionChange> {
  const collection = connection.collection<Row>(name);
  const kept = new Map((await collection.find().toArray()).map((row) => [row._id, row]));
  const added = rows.filter(({ _id }) => !kept.has(_id));
  const changed = rows.filter((row) => kept.has(row._id) && !alike(row, kept.get(row._id)!));
  const operations = [...added, ...changed].map((row) => ({
    replaceOne: { filter: { _id: row._id }, replacement: longs(row) as Row, upsert: true },
  }));
  if (operations.length > 0 && !dryRun) await collection.bulkWrite(operations);
  const listed = new Set(rows.map(({ _id }) => _id));
  return {
    collection: name,
    added: added.length,
    changed: changed.length,
    same: rows.length - added.length - changed.length,
    unlisted: [...kept.keys()].filter((id) => !listed.has(id)),
  };
}

const alike = (row: Row, kept: Row): boolean => isDeepStrictEqual(plain(row), plain(kept));

/** The driver returns a 64-bit integer as a number. */
const plain = (row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : value]),
  );
