/** Takes persons for one transaction, by a document each: records of one person are found by a token that is not unique. */
import type { ClientSession } from 'mongoose';
import type { DatabaseConnection } from './database.ts';

/** Of two transactions that hold one person at once the later runs again, and finds the other's record. @param tokens of the persons */
export async function holdPersons(
  connection: DatabaseConnection,
  tokens: readonly string[],
  session: ClientSession,
): Promise<void> {
  const held = [...new Set(tokens)].map((_id) => ({
    updateOne: { filter: { _id }, update: { $inc: { times: 1 } }, upsert: true },
  }));
  if (held.length === 0) return;
  await connection.collection<{ _id: string; times: number }>('person_locks').bulkWrite(held, { session });
}
