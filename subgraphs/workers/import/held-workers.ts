/** Workers whom undoing an import leaves on the roster, since something hangs on them that it does not take away. */
import type { ClientSession } from 'mongoose';
import type { BatchChange } from '../../import/import-kind.ts';
import type { WorkerModels } from '../models.ts';

/**
 * @param changes by a file: workers whom it has added have no verification of it, and no events but its own
 * @param job the file's
 * @returns those who have a verification, or an event that the job has not left
 */
export async function heldWorkers(
  { Verification, WorkerEvent }: WorkerModels,
  changes: readonly BatchChange[],
  job: string,
  session: ClientSession,
): Promise<Set<string>> {
  const ids = changes.filter(({ added }) => added).map(({ id }) => id);
  if (ids.length === 0) return new Set();
  const theirs = { worker: { $in: ids } };
  const only = { worker: 1 };
  const verified = await Verification.find(theirs, only).session(session).lean<{ worker: string }[]>();
  const changed = await WorkerEvent.find({ ...theirs, job: { $ne: job } } as never, only)
    .session(session)
    .lean<{ worker: string }[]>();
  return new Set([...verified, ...changed].map(({ worker }) => worker));
}
