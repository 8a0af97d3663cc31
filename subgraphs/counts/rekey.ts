/**
 * The change of RECORD_KEY: the record key of every record is made anew, some at a time, while people read and write, and then everybody is
 * counted again. Months that have ended keep the noise they were frozen with. What was interrupted begins again at the next start.
 */
import type { Model } from 'mongoose';
import { setImmediate as turn } from 'node:timers/promises';
import type { DatabaseConnection } from '../data/database.ts';
import { inIdOrder } from '../data/in-id-order.ts';
import { endKeyChange, KEPT_KEYS } from '../data/kept-key.ts';
import { keyedBy } from './keeps-record-keys.ts';
import type { RecordKeyOf } from './record-key.ts';

/** Records changed at a time: some milliseconds of work, between which requests are answered. */
const BATCH = 200;

/** The records whose keys are made anew. */
export interface KeyedRecords {
  readonly models: readonly Model<never>[];
  /** Makes record keys with the new key. */
  readonly keyOf: RecordKeyOf;
}

/** What `rekeyAll` works on. */
export interface Rekeying extends KeyedRecords {
  readonly connection: DatabaseConnection;
  readonly recordKey: string;
  readonly stopped: () => boolean;
  /** Marks everybody to be counted again. */
  readonly recount: () => Promise<void>;
}

/** @returns how many records; undefined where it was stopped */
export async function rekeyAll({ connection, models, keyOf, ...rest }: Rekeying): Promise<number | undefined> {
  let done = 0;
  for (const model of models) {
    for await (const rows of inIdOrder<Row>(connection, model.collection.collectionName, BATCH, { token: 1 })) {
      if (rest.stopped()) return undefined;
      await model.collection.bulkWrite(rows.map((row) => withKey(row, keyOf)) as never);
      done += rows.length;
      await turn();
    }
  }
  await rest.recount();
  await endKeyChange(connection, KEPT_KEYS.records, rest.recordKey);
  return done;
}

interface Row {
  readonly _id: string;
  readonly token?: string | null;
}

/** Only where the person is still the one that was read. */
const withKey = ({ _id, token = null }: Row, keyOf: RecordKeyOf) => ({
  updateOne: { filter: { _id, token }, update: { $set: { recordKey: keyOf(keyedBy({ _id, token })) } } },
});
