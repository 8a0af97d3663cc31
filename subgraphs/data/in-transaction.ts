/** One transaction, durable before it is answered: on the disk of a majority. */
import type { ClientSession } from 'mongoose';
import type { DatabaseConnection } from './database.ts';

const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;
const DUPLICATE_KEY = 11_000;
/** Of a key that another transaction inserted meanwhile the second run finds the document; a third is for a third writer. */
const ATTEMPTS = 3;

/** @param work runs again where another writer was faster, in a record or with a unique key: it must not keep anything outside */
export async function inTransaction<Value>(
  connection: DatabaseConnection,
  work: (session: ClientSession) => Promise<Value>,
): Promise<Value> {
  const session = await connection.startSession();
  try {
    for (let attempts = 1; ; attempts++) {
      try {
        return await session.withTransaction(() => work(session), DURABLE);
      } catch (thrown) {
        if ((thrown as { code?: unknown }).code !== DUPLICATE_KEY || attempts === ATTEMPTS) throw thrown;
      }
    }
  } finally {
    await session.endSession();
  }
}
