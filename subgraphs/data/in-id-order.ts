/** Reads a collection some records at a time, in order of their ids: what is added or changed meanwhile disturbs nothing. */
import type { DatabaseConnection } from './database.ts';

/** @param fields that are read beside the id; all when left out @param size records at a time */
export async function* inIdOrder<Row extends { readonly _id: string }>(
  connection: DatabaseConnection,
  name: string,
  size: number,
  fields?: Readonly<Record<string, 1>>,
): AsyncGenerator<Row[]> {
  const collection = connection.collection<{ _id: string }>(name);
  for (let after = ''; ;) {
    const rows = await collection
      .find({ _id: { $gt: after } }, fields && { projection: fields })
      .sort({ _id: 1 })
      .limit(size)
      .toArray();
    if (rows.length === 0) return;
    yield rows as unknown as Row[];
    after = rows.at(-1)!._id;
  }
}
