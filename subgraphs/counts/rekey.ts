/**
 * The change of RECORD_KEY: the record key of every record is made anew, some at a time, while people read and write, and then everybody is
 * counted again. Months that have ended keep the noise they were frozen with. What was interrupted begins again at the next start.
 */
import type { Model } from 'mongoose';
import { setImmediate as turn } from 'node:timers/promises';
import { aboutOf, type DatabaseConnection } from '../data/database.ts';
import { keyName } from '../data/key-name.ts';
import { subgraphFault } from '../errors.ts';
import { keyedBy } from './keeps-record-keys.ts';
import type { RecordKeyOf } from './record-key.ts';

/** Records changed at a time: some milliseconds of work, between which requests are answered. */
const BATCH = 200;

/**
 * Compares the key with the one that the record keys were made with, which is written down.
 * @param recordKey hexadecimal; while it is changed, the new one, a comma and the one before
 * @returns whether record keys are to be made anew
 * @throws CodedError OTHER_RECORD_KEY where the one before does not stand behind a new one
 */
export async function isRekeying(connection: DatabaseConnection, recordKey: string): Promise<boolean> {
  const names = recordKey.split(',').map(keyName);
  const kept = await aboutOf(connection).findOne({ _id: 'record-keys' });
  const needed = [kept?.['key'], kept?.['next']].filter((name) => typeof name === 'string');
  if (needed.some((name) => !names.includes(name))) throw subgraphFault('OTHER_RECORD_KEY', connection.name);
  const key = needed[0] ?? names.at(-1)!;
  const next = names.find((name) => name !== key);
  await writeDown(connection, key, next);
  return next !== undefined;
}

async function writeDown(connection: DatabaseConnection, key: string, next?: string): Promise<void> {
  const about = { key, ...(next !== undefined && { next }) };
  await aboutOf(connection).replaceOne({ _id: 'record-keys' }, about, { upsert: true });
}

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
    for await (const rows of batchesOf(model)) {
      if (rest.stopped()) return undefined;
      await model.collection.bulkWrite(rows.map((row) => withKey(row, keyOf)) as never);
      done += rows.length;
      await turn();
    }
  }
  await rest.recount();
  await writeDown(connection, keyName(rest.recordKey.split(',')[0]!));
  return done;
}

interface Row {
  readonly _id: string;
  readonly token?: string | null;
}

/** In order of their ids, so that a record that is added meanwhile, which has the new key already, disturbs nothing. */
async function* batchesOf(model: Model<never>): AsyncGenerator<Row[]> {
  for (let last: string | undefined; ;) {
    const after = last === undefined ? {} : { _id: { $gt: last } };
    const rows = await model
      .find(after as never, { token: 1 })
      .sort({ _id: 1 })
      .limit(BATCH)
      .lean<Row[]>();
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)!._id;
  }
}

/** Only where the person is still the one that was read. */
const withKey = ({ _id, token = null }: Row, keyOf: RecordKeyOf) => ({
  updateOne: { filter: { _id, token }, update: { $set: { recordKey: keyOf(keyedBy({ _id, token })) } } },
});
