/**
 * The change of ENCRYPTION_KEY: values sealed under the key before are sealed anew, a few records at a time, while people read and write. A value
 * is replaced only where it is still the one that was read. What was interrupted begins again at the next start and skips what is done.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { subgraphFault } from '../errors.ts';
import { aboutOf, type DatabaseConnection } from './database.ts';
import { keyName } from './key-name.ts';
import { bytesOf, type FieldEncryption } from './field-encryption.ts';

/** A sealed value of a record. */
export interface SealedValue {
  /** Of the field, with dots. */
  readonly path: string;
  readonly value: Uint8Array | null | undefined;
  /** What it is sealed with, see `FieldEncryption`. */
  readonly place: string;
}

/** A collection whose records have sealed values. */
export interface SealedCollection {
  readonly name: string;
  /** @param row as the driver reads it */
  readonly valuesOf: (row: never) => readonly SealedValue[];
}

/** Records read at a time: some milliseconds of work, between which requests are answered. */
const BATCH = 100;

/**
 * Compares the keys with those the database is sealed under: one, or two since a change has begun. They are written down.
 * @param encryptionKey as of `fieldEncryption`
 * @returns whether values may be sealed under the key before
 * @throws CodedError OTHER_KEY where one that is needed is missing
 */
export async function isResealing(connection: DatabaseConnection, encryptionKey: string): Promise<boolean> {
  const names = encryptionKey.split(',').map(keyName);
  const kept = await aboutOf(connection).findOne({ _id: 'sealing' });
  const needed = [kept?.['key'], kept?.['next']].filter((name) => typeof name === 'string');
  if (needed.some((name) => !names.includes(name))) throw subgraphFault('OTHER_KEY', connection.name);
  const key = needed[0] ?? names.at(-1)!;
  await writeDown(
    connection,
    key,
    names.find((name) => name !== key),
  );
  return names.length > 1;
}

async function writeDown(connection: DatabaseConnection, key: string, next?: string): Promise<void> {
  const about = { key, ...(next !== undefined && { next }) };
  await aboutOf(connection).replaceOne({ _id: 'sealing' }, about, { upsert: true });
}

/** What `resealAll` works on. */
export interface Resealing {
  readonly connection: DatabaseConnection;
  readonly collections: readonly SealedCollection[];
  readonly seal: FieldEncryption;
  readonly encryptionKey: string;
  readonly stopped: () => boolean;
}

/** What was found: values sealed anew, and values that no key opens, which stay as they are. */
export interface Resealed {
  readonly resealed: number;
  readonly unreadable: number;
}

/**
 * Seals anew until a round finds nothing more (a program that has the key before alone may still write), then writes down that the first key
 * is the one.
 * @returns undefined where it was stopped
 */
export async function resealAll(resealing: Resealing): Promise<Resealed | undefined> {
  for (let resealed = 0; ;) {
    const round = await resealOnce(resealing);
    if (round === undefined) return undefined;
    resealed += round.resealed;
    if (round.resealed > 0) continue;
    const { connection, encryptionKey } = resealing;
    if (round.unreadable === 0) await writeDown(connection, keyName(encryptionKey.split(',')[0]!));
    return { resealed, unreadable: round.unreadable };
  }
}

async function resealOnce(resealing: Resealing): Promise<Resealed | undefined> {
  const sum = { resealed: 0, unreadable: 0 };
  for (const collection of resealing.collections) {
    for await (const batch of batchesOf(resealing.connection, collection.name)) {
      if (resealing.stopped()) return undefined;
      const { resealed, unreadable } = await resealBatch(resealing, collection, batch);
      sum.resealed += resealed;
      sum.unreadable += unreadable;
      await turn();
    }
  }
  return sum;
}

interface Row {
  readonly _id: string;
}

async function* batchesOf(connection: DatabaseConnection, name: string): AsyncGenerator<Row[]> {
  const collection = connection.collection<Row>(name);
  for (let after = ''; ;) {
    const rows = await collection
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!._id;
  }
}

async function resealBatch({ connection, seal }: Resealing, collection: SealedCollection, rows: readonly Row[]) {
  let unreadable = 0;
  const operations = rows.flatMap((row) =>
    collection.valuesOf(row as never).flatMap(({ path, value, place }) => {
      if (value == null) return [];
      try {
        const anew = seal.reseal(bytesOf(value), place);
        if (anew === undefined) return [];
        return [{ updateOne: { filter: { _id: row._id, [path]: value }, update: { $set: { [path]: anew } } } }];
      } catch {
        unreadable += 1;
        return [];
      }
    }),
  );
  if (operations.length === 0) return { resealed: 0, unreadable };
  const { modifiedCount } = await connection.collection<Row>(collection.name).bulkWrite(operations);
  return { resealed: modifiedCount, unreadable };
}
