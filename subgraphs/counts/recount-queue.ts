/**
 * Partitions to be counted again, kept in the database so that a crash forgets none. A mark is set before a write (a crash in between
 * costs one needless recount) and again after it (a recount that ran in between is repeated). A process holds a lease on the
 * partition it works on, so that two processes never overwrite each other with an older count. The lease states the process: that of one which
 * was killed on this machine ends when its successor looks first.
 */
import { randomUUID } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import type { DatabaseConnection } from '../data/database.ts';
import { THIS_HOLDER, isGone, type LeaseHolder } from './lease-holder.ts';

const LEASE_MS = 60_000;

interface Entry {
  _id: string;
  /** Changes with every mark: a finished entry is deleted only if it was not marked since. */
  mark: string;
  leasedUntil: Date;
  /** Who holds the lease, or held the last one. */
  leasedBy?: LeaseHolder;
}

interface Claim {
  /** Of the partition. */
  readonly id: string;
  /** Ends the lease, and the mark unless it was set again. */
  finish(): Promise<void>;
}

/** Partitions that are marked to be counted again, each at most once. */
export interface RecountQueue {
  /** Marks partitions by their ids. @param session of a transaction, with which the marks are set or not at all */
  mark(ids: Iterable<string>, session?: ClientSession): Promise<void>;
  /** @returns a marked partition that no process works on, leased for a minute */
  claim(): Promise<Claim | undefined>;
  /** @returns true when nothing is marked nor worked on */
  idle(): Promise<boolean>;
}

/** @param collection where the marks are kept; the default `dirty` names the collection of the databases that exist */
export function recountQueue(connection: DatabaseConnection, collection = 'dirty'): RecountQueue {
  const entries = connection.collection<Entry>(collection);
  const free = new Date(0);
  let hasLooked = false;
  return {
    async mark(ids, session) {
      const marks = [...new Set(ids)].map((id) => ({
        updateOne: {
          filter: { _id: id },
          update: { $set: { mark: randomUUID() }, $setOnInsert: { leasedUntil: free } },
          upsert: true,
        },
      }));
      if (marks.length > 0) await entries.bulkWrite(marks, { session });
    },
    async claim() {
      if (!hasLooked) await endLeasesOfTheDead();
      hasLooked = true;
      const now = Date.now();
      const entry = await entries.findOneAndUpdate(
        { leasedUntil: { $lt: new Date(now) } },
        { $set: { leasedUntil: new Date(now + LEASE_MS), leasedBy: THIS_HOLDER } },
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

  async function endLeasesOfTheDead(): Promise<void> {
    for await (const { _id, leasedUntil, leasedBy } of entries.find({ leasedUntil: { $gt: free } })) {
      // Unless another process has taken it over meanwhile.
      if (leasedBy !== undefined && isGone(leasedBy))
        await entries.updateOne({ _id, leasedUntil, leasedBy }, { $set: { leasedUntil: free } });
    }
  }
}
