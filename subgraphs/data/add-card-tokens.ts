/** Sets the token of each card that has none, before a subgraph answers: memberships that are older than tokens, or written without the models. */
import type { TokenedRecords, TokenedRow } from './retoken.ts';

/** Records changed at a time. */
const BATCH = 500;
const LACKING = { 'membership.kpj': { $exists: true }, 'membership.cardToken': { $exists: false } };

/** Gives each card its token; a number that no key opens gets null, so that it is not looked at again. */
export async function addCardTokens({ model, cardTokenOf }: TokenedRecords): Promise<void> {
  for (;;) {
    const rows = await model.collection
      .find(LACKING as never, { projection: { 'membership.kpj': 1 } })
      .limit(BATCH)
      .toArray();
    if (rows.length === 0) return;
    const operations = (rows as unknown as TokenedRow[]).map((row) => ({
      updateOne: {
        filter: { _id: row._id, 'membership.kpj': row.membership!.kpj },
        update: { $set: { 'membership.cardToken': readable(() => cardTokenOf(row)) } },
      },
    }));
    await model.collection.bulkWrite(operations as never);
  }
}

function readable(read: () => string | undefined): string | null {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}
