/** Sets the hashes that records lack, before a subgraph answers: of records older than the hash, or written without the models. */
import type { Model } from 'mongoose';
import { valueByPath } from './value-by-path.ts';
import type { KeptHash, TokenedRecords } from './retoken.ts';

/** Records changed at a time. */
const BATCH = 500;

/** A value that no key opens gets null as its hash, so that it is not looked at again. */
export async function addHashes({ model, hashes }: TokenedRecords): Promise<void> {
  for (const hash of hashes) await addTo(model, hash);
}

async function addTo(model: Model<never>, { path, of, where, reads }: KeptHash): Promise<void> {
  const projection = Object.fromEntries(reads.map((name) => [name, 1]));
  for (;;) {
    // The null beside is what an index is read by: what is missing is kept in it as null.
    const lacking = { ...where, [path]: { $eq: null, $exists: false } } as never;
    const rows = await model.collection.find(lacking, { projection }).limit(BATCH).toArray();
    if (rows.length === 0) return;
    const operations = rows.map((row) => {
      const as = Object.fromEntries(reads.map((name) => [name, valueByPath(row, name)]));
      return {
        updateOne: { filter: { ...as, _id: row._id }, update: { $set: { [path]: readable(() => of(row as never)) } } },
      };
    });
    await model.collection.bulkWrite(operations);
  }
}

function readable(read: () => string | null): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
