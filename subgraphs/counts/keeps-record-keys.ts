/** A mongoose plugin: each write through a model sets the record key, made of the person whom the record is about. */
import type { Document, Model, Query, Schema } from 'mongoose';
import type { RecordKeyOf } from './record-key.ts';

interface Options {
  readonly keyOf: RecordKeyOf;
}

/** The fields that a record key is made of. */
interface Keyed {
  readonly _id: string;
  /** The person's token; absent or null where the person has none. */
  readonly token?: string | null;
}

const UPDATES = ['updateOne', 'updateMany', 'findOneAndUpdate'] as const;
const REPLACEMENTS = ['replaceOne', 'findOneAndReplace'] as const;

/** @returns what the record key is made of: the person's token, or the record's id where there is no token */
export const keyedBy = ({ _id, token }: Keyed): string => token ?? _id;

/** Writes that bypass the model (the driver's own collection, `bulkWrite`) set the key themselves, as the sample does. */
export function keepsRecordKeys<Doc>(schema: Schema<Doc>, { keyOf }: Options): void {
  schema.add({ recordKey: { type: Number } } as never);
  schema.pre('save', function save(this: Document) {
    this.set('recordKey', keyOf(keyedBy(this as unknown as Keyed)));
  });
  schema.pre('insertMany', (docs: unknown) => {
    for (const doc of (Array.isArray(docs) ? docs : [docs]) as (Keyed & { recordKey?: number })[])
      doc.recordKey = keyOf(keyedBy(doc));
  });
  schema.pre(
    REPLACEMENTS as never,
    { document: false, query: true } as never,
    function replace(this: Query<unknown, unknown>) {
      const whole = this.getUpdate() as Omit<Keyed, '_id'> & Partial<Keyed>;
      this.setUpdate({
        ...whole,
        recordKey: keyOf(keyedBy({ ...whole, _id: whole._id ?? (this.getFilter()['_id'] as string) })),
      });
    } as never,
  );
  schema.pre(
    UPDATES as never,
    { document: false, query: true } as never,
    async function update(this: Query<unknown, unknown>) {
      const { $set = {}, ...plain } = (this.getUpdate() ?? {}) as { $set?: Partial<Keyed> } & Partial<Keyed>;
      if (!('token' in $set) && !('token' in plain)) return;
      const token = $set.token ?? plain.token;
      if (token != null) this.set('recordKey', keyOf(token));
      else await forgetPerson(this, keyOf);
    } as never,
  );
}

/** Records that lose their token are keyed by their own ids again, each by its own. */
async function forgetPerson(query: Query<unknown, unknown>, keyOf: RecordKeyOf): Promise<void> {
  const model = query.model as unknown as Model<Keyed>;
  const ids = await model.distinct('_id', query.getFilter() as never);
  for (const _id of ids) await model.collection.updateOne({ _id } as never, { $set: { recordKey: keyOf(_id) } });
}

const BATCH = 1_000;

/** Sets the key of each record that has none: those older than record keys. @returns how many; if any, everything is to be counted again */
export async function addRecordKeys(models: readonly Model<never>[], keyOf: RecordKeyOf): Promise<number> {
  let done = 0;
  for (const model of models) done += await addTo(model, keyOf);
  return done;
}

async function addTo(model: Model<never>, keyOf: RecordKeyOf): Promise<number> {
  let done = 0;
  for (;;) {
    const rows = await model
      .find({ recordKey: { $exists: false } } as never, { token: 1 })
      .limit(BATCH)
      .lean<Keyed[]>();
    if (rows.length === 0) return done;
    await model.collection.bulkWrite(
      rows.map((row) => ({
        updateOne: { filter: { _id: row._id } as never, update: { $set: { recordKey: keyOf(keyedBy(row)) } } },
      })),
    );
    done += rows.length;
  }
}
