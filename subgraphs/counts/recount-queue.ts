/**
 * Partitions to be worked out again, kept in the database so that a crash forgets none. A mark is put before a write
 * (a crash in between costs one needless recount) and again after it (a recount that ran in between is repeated). Who
 * works on a partition holds a lease, so two processes never overwrite each other with an older count.
 */
import { randomUUID } from 'node:crypto';
import type { DatabaseConnection } from '../data/database.ts';

const LEASE_MS = 60_000;

interface Entry {
  _id: string;
  /** Changes with every mark: who finishes deletes the entry only if nobody marked it since. */
  mark: string;
  leasedUntil: Date;
}

interface Claim {
  readonly id: string;
  finish(): Promise<void>;
}

export interface RecountQueue {
  mark(ids: Iterable<string>): Promise<void>;
  /** The next partition nobody works on. */
  claim(): Promise<Claim | undefined>;
  /** True when nothing is marked, nor being worked on. */
  idle(): Promise<boolean>;
}

export function recountQueue(connection: DatabaseConnection, collection = 'dirty'): RecountQueue {
  const entries = connection.collection<Entry>(collection);
  const free = new Date(0);
  return {
    async mark(ids) {
      const marks = [...new Set(ids)].map((id) => ({
        updateOne: {
          filter: { _id: id },
          update: { $set: { mark: randomUUID() }, $setOnInsert: { leasedUntil: free } },
          upsert: true,
        },
      }));
      if (marks.length > 0) await entries.bulkWrite(marks);
    },
    async claim() {
      const now = Date.now();
      const entry = await entries.findOneAndUpdate(
        { leasedUntil: { $lt: new Date(now) } },
        { $set: { leasedUntil: new Date(now + LEASE_MS) } },
      );
      if (entry === null) return undefined;
      return { id: entry._id, finish: () => finish(entry) };
    },
    idle: async () => (await entries.findOne({})) === null,
  };

  async function finish({ _id, mark }: Entry): Promise<void> {
    const { deletedCount } = await entries.deleteOne({ _id, mark });
    if (deletedCount === 0) await entries.updateOne({ _id }, { $set: { leasedUntil: free } });
  }
}
