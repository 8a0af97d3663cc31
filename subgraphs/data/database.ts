/** A subgraph's own database: a mongoose connection of its own, and indexes built once a version. */
import { createHash } from 'node:crypto';
import mongoose, { type Connection, type Model } from 'mongoose';
import { subgraphFault } from '../errors.ts';

/** A mongoose connection to one subgraph's database. */
export type DatabaseConnection = Connection;

/** Receives every command sent to the database: its name and the collection it is for. */
export type OnCommand = (command: string, collection: string) => void;

/** @param name of the subgraph; its database is `sigap_<name>` @throws CodedError DATABASE_UNREACHABLE */
export async function connectDatabase(
  mongodbUri: string,
  name: string,
  onCommand?: OnCommand,
): Promise<DatabaseConnection> {
  const options = {
    monitorCommands: onCommand !== undefined,
    dbName: `sigap_${name}`,
    autoIndex: false,
    autoCreate: false,
    ...(mongodbUri.includes('serverSelectionTimeoutMS') ? {} : { serverSelectionTimeoutMS: 10_000 }),
    maxPoolSize: 20,
  };
  try {
    const connection = await mongoose.createConnection(mongodbUri, options).asPromise();
    if (onCommand !== undefined)
      connection
        .getClient()
        .on('commandStarted', ({ commandName, command }) => onCommand(commandName, String(command[commandName])));
    return connection;
  } catch (cause) {
    throw subgraphFault('DATABASE_UNREACHABLE', undefined, { cause });
  }
}

/** A document of the collection `about`: which indexes the database has, whether its sample is whole, the day its data stand at. */
export interface About {
  _id: string;
  [field: string]: unknown;
}

/** @returns the collection `about` of a database */
export const aboutOf = (connection: DatabaseConnection) => connection.collection<About>('about');

/** The model of a collection. mongoose derives other document types from a schema than `Doc` states, so the schema's type does not count. */
export function modelOf<Doc>(
  connection: DatabaseConnection,
  name: string,
  collection: string,
  schema: unknown,
): Model<Doc> {
  return connection.model<Doc, Model<Doc>>(name, schema as never, collection);
}

/** Builds the models' indexes unless exactly these are there already, so that a later start sends one command only. */
export async function ensureIndexes(connection: DatabaseConnection, models: readonly Model<never>[]): Promise<void> {
  const definitions = models.map((model) => [model.collection.collectionName, model.schema.indexes()]);
  const version = createHash('sha256').update(JSON.stringify(definitions)).digest('hex');
  const about = aboutOf(connection);
  if ((await about.findOne({ _id: 'indexes' }))?.['version'] === version) return;
  for (const model of models) await model.createIndexes();
  await about.updateOne({ _id: 'indexes' }, { $set: { version } }, { upsert: true });
}

/**
 * The day the data stand at. The sample stands at a fixed day; a living database has none and stands at today in Jakarta.
 * @param now ms since 1970 of a living database
 * @returns `YYYY-MM-DD`
 */
export async function asOf(connection: DatabaseConnection, now: () => number): Promise<string> {
  return (await fixedDay(connection)) ?? new Date(now()).toLocaleDateString('en-CA', { timeZone: 'Asia/Jakarta' });
}

async function fixedDay(connection: DatabaseConnection): Promise<string | undefined> {
  const fixed = (await aboutOf(connection).findOne({ _id: 'data' }))?.['asOf'];
  return typeof fixed === 'string' ? fixed : undefined;
}

/**
 * The clock months end by. Where the data stand at a fixed day it stands still at that day's end, so that a sample has the same months
 * whenever it is started.
 * @param now ms since 1970 of a living database
 */
export async function dataClock(connection: DatabaseConnection, now: () => number): Promise<() => number> {
  const fixed = await fixedDay(connection);
  if (fixed === undefined) return now;
  const end = Date.parse(`${fixed}T24:00:00+07:00`);
  return () => end;
}
