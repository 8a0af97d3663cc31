/**
 * A corrected file of rejected rows is a job of its own. Its rows name those that they correct, so that nothing waits in two jobs: what is taken is
 * CORRECTED in the job before, what is rejected once more is REPLACED there and waits in the later one.
 */
import type { ClientSession } from 'mongoose';
import { rejectedRowId, type ImportJob, type ImportModels } from './import-job.ts';
import type { RowPlan } from './import-kind.ts';
import type { Cells } from './row-reader.ts';

/** The column that names the rejected row which a row corrects. */
export const REJECTED_ROW = 'rejectedRow';

const NAME = /^(Import:[a-z2-7]{26}):[1-9]\d{0,8}$/;

/** A row of the file with what became of it. */
export interface FollowedRow {
  readonly line: number;
  readonly cells: Cells;
  readonly outcome: RowPlan['outcome'];
}

/** Marks the rejected rows that a batch corrects: those of the agency's other jobs of this kind. It runs after the batch's own rows are kept. */
export async function followRejected(
  models: ImportModels,
  job: ImportJob,
  rows: readonly FollowedRow[],
  session: ClientSession,
): Promise<void> {
  const named = await namedRows(models, job, rows, session);
  if (named.length === 0) return;
  const ofOutcome = (isRejected: boolean) => named.filter(({ outcome }) => (outcome === 'REJECTED') === isRejected);
  const kept = await keptOf(models, job, ofOutcome(true), session);
  const replaced = ofOutcome(true).filter(({ line }) => kept.has(rejectedRowId(job._id, line)));
  await mark(models, job, { ids: ofOutcome(false).map(({ id }) => id), state: 'CORRECTED' }, session);
  await mark(models, job, { ids: replaced.map(({ id }) => id), state: 'REPLACED' }, session);
}

/** Where a job is taken back, the rows that it had taken over wait again. */
export async function releaseRejected(
  { RejectedRow }: ImportModels,
  job: ImportJob,
  session: ClientSession,
): Promise<void> {
  const waiting = {
    $set: { state: 'WAITING', updatedAt: new Date().toISOString() },
    $unset: { by: 1 },
    $inc: { version: 1 },
  };
  await RejectedRow.collection.updateMany({ by: job._id }, waiting, { session });
}

interface NamedRow extends FollowedRow {
  /** Of the rejected row. */
  readonly id: string;
}

async function namedRows(
  { ImportJob: jobs }: ImportModels,
  { _id, agency, kind }: ImportJob,
  rows: readonly FollowedRow[],
  session: ClientSession,
): Promise<NamedRow[]> {
  const named = rows.flatMap((row) => {
    const id = (row.cells[REJECTED_ROW] ?? '').trim();
    const job = NAME.exec(id)?.[1];
    return job === undefined || job === _id ? [] : [{ ...row, id, job }];
  });
  if (named.length === 0) return [];
  const ids = [...new Set(named.map(({ job }) => job))];
  const own = await jobs
    .find({ _id: { $in: ids }, agency, kind } as never, { _id: 1 })
    .session(session)
    .lean<{ _id: string }[]>();
  const known = new Set(own.map((each) => each._id));
  return named.filter(({ job }) => known.has(job));
}

/** Of a job with too many rejected rows further ones are not kept: then the row waits on where it is. */
async function keptOf(
  { RejectedRow }: ImportModels,
  { _id }: ImportJob,
  rows: readonly NamedRow[],
  session: ClientSession,
): Promise<Set<string>> {
  const ids = rows.map(({ line }) => rejectedRowId(_id, line));
  const kept = await RejectedRow.find({ _id: { $in: ids } } as never, { _id: 1 })
    .session(session)
    .lean<{ _id: string }[]>();
  return new Set(kept.map((each) => each._id));
}

async function mark(
  { RejectedRow }: ImportModels,
  { _id: by }: ImportJob,
  { ids, state }: { readonly ids: readonly string[]; readonly state: 'CORRECTED' | 'REPLACED' },
  session: ClientSession,
): Promise<void> {
  if (ids.length === 0) return;
  // One that this job rejected at first, and takes when it is begun again, is corrected then.
  const open = { _id: { $in: [...ids] }, $or: [{ state: 'WAITING' }, { state: 'REPLACED', by }] };
  const change = { $set: { state, by, updatedAt: new Date().toISOString() }, $inc: { version: 1 } };
  await RejectedRow.collection.updateMany(open as never, change, { session });
}
