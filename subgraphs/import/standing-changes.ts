/**
 * What earlier batches of a job did to the same documents, where they have not been taken back: a file that is gone through again may change whom it added. It
 * is one row all the same, and what the later batch leaves behind when it is taken back is what the earlier one left.
 */
import type { ClientSession } from 'mongoose';
import type { ImportBatch, ImportJob, ImportModels } from './import-job.ts';
import type { BatchChange } from './import-kind.ts';

/** The most rows of a batch. */
const WIDEST = 500;

/** Which rows of the file, and what they did. */
export interface RowsOfFile {
  /** Place among the batches of the job; earlier ones are looked at. */
  readonly number: number;
  /** How many rows of the file come before; -1 for a correction of one row. */
  readonly from: number;
  readonly taken: number;
  readonly changes: readonly BatchChange[];
}

/** A change, and where it is kept. */
export interface StandingChange {
  readonly change: BatchChange;
  readonly batch: string;
  /** Place in the batch's list. */
  readonly at: number;
}

/** @returns by document, the latest of the earlier changes; the same rows stand at the same place of the file in each run */
export async function standingChanges(
  { ImportBatch: batches }: ImportModels,
  { _id: job }: Pick<ImportJob, '_id'>,
  { number, from, taken, changes }: RowsOfFile,
  session: ClientSession,
): Promise<Map<string, StandingChange>> {
  // Whom a row adds, no earlier one has.
  const ids = new Set(changes.flatMap(({ id, added }) => (added ? [] : [id])));
  if (ids.size === 0) return new Map();
  const beside = from < 0 ? {} : { $or: [{ from: -1 }, { from: { $gt: from - WIDEST, $lt: from + taken } }] };
  const condition = { job, pass: 'APPLY', isUndone: false, number: { $lt: number }, 'changes.id': { $in: [...ids] } };
  const earlier = await batches
    .find({ ...condition, ...beside } as never, { changes: 1, number: 1 })
    .sort({ number: 1 })
    .session(session)
    .lean<ImportBatch[]>();
  const standing = new Map<string, StandingChange>();
  for (const batch of earlier)
    for (const [at, change] of batch.changes.entries())
      if (ids.has(change.id)) standing.set(change.id, { change, batch: batch._id, at });
  return standing;
}
