/** Workers whom undoing an import leaves on the roster, since something hangs on them that it does not take away. */
import type { ClientSession } from 'mongoose';
import type { WorkerModels } from '../models.ts';

/**
 * @param ids of workers whom a file has added: it brought no verification, and adding leaves no event
 * @returns those who have a verification or an event
 */
export async function heldWorkers(
  { Verification, WorkerEvent }: WorkerModels,
  ids: readonly string[],
  session: ClientSession,
): Promise<Set<string>> {
  const theirs = { worker: { $in: [...ids] } };
  const only = { worker: 1 };
  const verified = await Verification.find(theirs, only).session(session).lean<{ worker: string }[]>();
  const changed = await WorkerEvent.find(theirs as never, only)
    .session(session)
    .lean<{ worker: string }[]>();
  return new Set([...verified, ...changed].map(({ worker }) => worker));
}
