/** DataLoader over a model: a thousand entities asked for in one tick are one command. */
import DataLoader from 'dataloader';
import type { Model } from 'mongoose';

/** Ids in one command. */
const BATCH = 1000;
/** Rows of one reply: without it the driver would come back after 101. The server stops at 16 MB anyhow. */
const ROWS = 10_000;

/** One document a key, by a unique field; null when there is none. */
export function loadOne<Doc>(model: Model<Doc>, field: keyof Doc & string): DataLoader<string, Doc | null> {
  return new DataLoader(
    async (keys) => {
      const rows = await model.find({ [field]: { $in: [...keys] } } as never).batchSize(ROWS).lean<Doc[]>();
      const found = new Map(rows.map((row) => [String(row[field]), row]));
      return keys.map((key) => found.get(key) ?? null);
    },
    { maxBatchSize: BATCH },
  );
}

/** Every document a key, in the order of `sort`, then of `_id`. */
export function loadMany<Doc>(model: Model<Doc>, field: keyof Doc & string, sort: string): DataLoader<string, Doc[]> {
  return new DataLoader(
    async (keys) => {
      const rows = await model.find({ [field]: { $in: [...keys] } } as never).sort({ [sort]: 1, _id: 1 }).batchSize(ROWS).lean<Doc[]>();
      const found = Map.groupBy(rows, (row) => String(row[field]));
      return keys.map((key) => found.get(key) ?? []);
    },
    { maxBatchSize: BATCH },
  );
}
