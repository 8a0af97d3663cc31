/** DataLoader over a model: a thousand entities loaded in one tick are one command. */
import DataLoader from 'dataloader';
import type { Model } from 'mongoose';
import { EVERY, within, type VisibleRows } from './visible-rows.ts';

/** Ids in one command. */
const BATCH = 1000;
/** Rows of one reply: by default the driver sends another command after 101 rows. A reply ends at 16 MB anyhow. */
const ROWS = 10_000;

/**
 * Keys come from other subgraphs, or from whoever stands in for them. What is no text is nobody's key: it is answered as such, since handed on
 * it would fail the whole batch that it is in.
 */
class TextLoader<Row> extends DataLoader<string, Row> {
  readonly #missing: Row;

  constructor(missing: Row, load: DataLoader.BatchLoadFn<string, Row>) {
    super(load, { maxBatchSize: BATCH });
    this.#missing = missing;
  }

  override load(key: unknown): Promise<Row> {
    return typeof key === 'string' ? super.load(key) : Promise.resolve(this.#missing);
  }
}

const allRows: VisibleRows = () => EVERY;

/**
 * @param field a unique one
 * @param select what is read, as mongoose writes it: `+name` adds what the model leaves out
 * @returns a loader of one document a key; null when there is none, or none that the caller may see
 */
export function loadOne<Doc>(
  model: Model<Doc>,
  field: keyof Doc & string,
  visible = allRows,
  select = '',
): DataLoader<string, Doc | null> {
  return new TextLoader<Doc | null>(null, async (keys) => {
    const rows = await model
      .find((await within({ [field]: { $in: [...keys] } }, visible)) as never)
      .select(select)
      .batchSize(ROWS)
      .lean<Doc[]>();
    const found = new Map(rows.map((row) => [String(row[field]), row]));
    return keys.map((key) => found.get(key) ?? null);
  });
}

/** @returns a loader of all documents a key that the caller may see, in the order of `sort`, then of `_id` */
export function loadMany<Doc>(
  model: Model<Doc>,
  field: keyof Doc & string,
  sort: string,
  visible = allRows,
): DataLoader<string, Doc[]> {
  return new TextLoader<Doc[]>([], async (keys) => {
    const rows = await model
      .find((await within({ [field]: { $in: [...keys] } }, visible)) as never)
      .sort({ [sort]: 1, _id: 1 })
      .batchSize(ROWS)
      .lean<Doc[]>();
    const found = Map.groupBy(rows, (row) => String(row[field]));
    return keys.map((key) => found.get(key) ?? []);
  });
}
