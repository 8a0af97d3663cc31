/** A subgraph's own database: a mongoose connection of its own, and indexes built once a version. */
import { createHash } from 'node:crypto';
import mongoose, { type Connection, type Model } from 'mongoose';
import { subgraphFault } from '../errors.ts';

/** A mongoose connection to one subgraph's database. */
export type DatabaseConnection = Connection;

/** Receives every command sent to the database: its name and the collection it is for. */
export type OnCommand = (command: string, collection: string) => void;

/**
 * Receives every command as it is sent, within the request that sends it.
 * @returns called when it has ended; undefined where that need not be told
 */
export type TraceCommand = (command: string, collection: string | undefined) => ((isOk: boolean) => void) | undefined;

/** @param name of the subgraph; its database is `sigap_<name>` @throws CodedError DATABASE_UNREACHABLE */
export async function connectDatabase(
  mongodbUri: string,
  name: string,
  onCommand?: OnCommand,
  traceCommand?: TraceCommand,
): Promise<DatabaseConnection> {
  const options = {
    monitorCommands: onCommand !== undefined || traceCommand !== undefined,
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
    if (traceCommand !== undefined) traceCommands(connection.getClient(), traceCommand);
    return connection;
  } catch (cause) {
    throw subgraphFault('DATABASE_UNREACHABLE', undefined, { cause });
  }
}

function traceCommands(client: ReturnType<DatabaseConnection['getClient']>, traceCommand: TraceCommand): void {
  const underWay = new Map<number, (isOk: boolean) => void>();
  const end = (requestId: number, isOk: boolean): void => {
    underWay.get(requestId)?.(isOk);
    underWay.delete(requestId);
  };
  client.on('commandStarted', ({ requestId, commandName, command }) => {
    const onEnd = traceCommand(commandName, collectionOf(command, commandName));
    if (onEnd !== undefined) underWay.set(requestId, onEnd);
  });
  client.on('commandSucceeded', ({ requestId }) => end(requestId, true));
  client.on('commandFailed', ({ requestId }) => end(requestId, false));
}

/** A command names its collection as its first value; one that goes on with a cursor has the cursor there. */
function collectionOf(command: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const collection = typeof command[name] === 'string' ? command[name] : command['collection'];
  return typeof collection === 'string' ? collection : undefined;
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
