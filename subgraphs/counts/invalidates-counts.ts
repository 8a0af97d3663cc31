/** A mongoose plugin: every write through a model marks the partitions it touches to be counted again, before and after. */
import type { Document, Model, Query, Schema } from 'mongoose';
import type { RecountQueue } from './recount-queue.ts';
import { partitionId } from './materialized-counts.ts';

/** The writes of a model that choose their documents by a filter. */
export const QUERY_WRITES = [
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
] as const;

interface Options {
  readonly queue: RecountQueue;
  /** Name of the source that counts the model. */
  readonly source: string;
  /** Field that states a document's partition. */
  readonly partition: string;
}

type Touched = WeakMap<object, string[]>;

/**
 * Writes that bypass the model (the driver's own collection, `bulkWrite`) are not noticed: that code marks the partitions itself.
 */
export function invalidatesCounts<Doc>(schema: Schema<Doc>, { queue, source, partition }: Options): void {
  const touched: Touched = new WeakMap();
  const idsOf = (values: readonly unknown[]): string[] =>
    values.map((value) => partitionId(source, (value ?? null) as string | null));
  const again = async (writer: object): Promise<void> => queue.mark(touched.get(writer) ?? []);
  const before = async (writer: object, values: readonly unknown[]): Promise<void> => {
    touched.set(writer, idsOf(values));
    await again(writer);
  };

  schema.pre('save', async function save(this: Document) {
    const was = this.isNew ? [] : await present(this.constructor as Model<never>, { _id: this._id }, partition);
    await before(this, [...was, this.get(partition)]);
  });
  schema.post('save', (doc: object) => again(doc));

  schema.pre('insertMany', async (docs: unknown) => {
    const rows = (Array.isArray(docs) ? docs : [docs]) as Record<string, unknown>[];
    await queue.mark(idsOf(rows.map((row) => row[partition])));
  });
  schema.post('insertMany', async (docs: unknown) => {
    const rows = (Array.isArray(docs) ? docs : [docs]) as Record<string, unknown>[];
    await queue.mark(idsOf(rows.map((row) => row[partition])));
  });

  schema.pre(
    QUERY_WRITES as never,
    { document: false, query: true } as never,
    async function write(this: Query<unknown, unknown>) {
      const was = await present(this.model as unknown as Model<never>, this.getFilter(), partition);
      await before(this, [...was, ...target(this.getUpdate(), partition)]);
    } as never,
  );
  schema.post(
    QUERY_WRITES as never,
    { document: false, query: true } as never,
    async function write(this: object) {
      await again(this);
    } as never,
  );
}

/** Partitions of the documents that a write will find. */
async function present(model: Model<never>, filter: object, partition: string): Promise<unknown[]> {
  const rows = await model.aggregate<{ _id: unknown }>([{ $match: filter }, { $group: { _id: `$${partition}` } }]);
  return rows.map(({ _id }) => _id);
}

/** Partitions that a write moves its documents to, if it moves them. */
function target(update: unknown, partition: string): unknown[] {
  if (update === null || typeof update !== 'object') return [];
  const { $set = {}, $setOnInsert = {}, ...plain } = update as Record<string, Record<string, unknown>>;
  return [$set, $setOnInsert, plain].filter((fields) => partition in fields).map((fields) => fields[partition]);
}
