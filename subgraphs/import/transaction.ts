/** One transaction, durable before it is answered: on the disk of a majority. */
import type { ClientSession } from 'mongoose';
import type { DatabaseConnection } from '../data/database.ts';

/** @param work runs again where another writer was faster, so it must not keep anything outside */
export async function inTransaction<Value>(
  connection: DatabaseConnection,
  work: (session: ClientSession) => Promise<Value>,
): Promise<Value> {
  const session = await connection.startSession();
  try {
    return await session.withTransaction(() => work(session), { writeConcern: { w: 'majority', j: true } });
  } finally {
    await session.endSession();
  }
}
