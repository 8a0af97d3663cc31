/**
 * The change of ENCRYPTION_KEY: values sealed under the key before are sealed anew, a few records at a time, while people read and write. A value
 * is replaced only where it is still the one that was read. What was interrupted begins again at the next start and skips what is done.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { DatabaseConnection } from './database.ts';
import { bytesOf, type FieldEncryption } from './field-encryption.ts';
import { inIdOrder } from './in-id-order.ts';
import { endKeyChange, KEPT_KEYS } from './kept-key.ts';

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
    if (round.unreadable === 0) await endKeyChange(connection, KEPT_KEYS.encryption, encryptionKey);
    return { resealed, unreadable: round.unreadable };
  }
}

async function resealOnce(resealing: Resealing): Promise<Resealed | undefined> {
  const sum = { resealed: 0, unreadable: 0 };
  for (const collection of resealing.collections) {
    for await (const batch of inIdOrder<Row>(resealing.connection, collection.name, BATCH)) {
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
