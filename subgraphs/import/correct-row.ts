/** Corrects a row that was not taken: it is judged again with the corrected cells, and taken where nothing is wrong with it any more. */
import { decrypted } from '../data/field-encryption.ts';
import { importFault } from './errors.ts';
import {
  nameOf,
  placeOfCells,
  rejectedRowId,
  type ImportBatch,
  type ImportJob,
  type RejectedRow,
} from './import-job.ts';
import { importKindOf, ownJob, importScopeOf, type ImportParts } from './import-parts.ts';
import type { ImportCaller } from './import-rights.ts';
import { keptCell } from './kept-cell.ts';
import { offerVillages } from './offer-villages.ts';
import { rejectedRow, type ImportKind, type ImportScope, type RowPlan } from './import-kind.ts';
import type { Cells } from './row-reader.ts';
import { changeOf, sealedBefore, writeAll } from './take-rows.ts';
import { writtenBy } from './tally.ts';
import { inTransaction } from '../data/in-transaction.ts';

/** The input of `correctRejectedRow`. */
export interface CorrectRow {
  readonly job: string;
  readonly line: number;
  /** The version that the correction was made on. */
  readonly version: number;
  readonly cells: readonly { readonly field: string; readonly value: string }[];
}

interface Correcting {
  readonly job: ImportJob;
  readonly row: RejectedRow;
  readonly kind: ImportKind;
  readonly scope: ImportScope;
  readonly cells: Cells;
}

/** @returns the row: CORRECTED, or waiting with the reasons that are left @throws CodedError of `importErrors` */
export async function correctRow(parts: ImportParts, caller: ImportCaller, input: CorrectRow): Promise<RejectedRow> {
  const job = await ownJob(parts, caller, input.job);
  if (job.state === 'UNDOING' || job.state === 'UNDONE') throw importFault('IMPORT_STATE', 'the job is taken back');
  const row = await parts.models.RejectedRow.findOne({
    _id: rejectedRowId(job._id, input.line),
  } as never).lean<RejectedRow>();
  if (row === null) throw importFault('IMPORT_NOT_FOUND');
  if (row.version !== input.version || row.state !== 'WAITING')
    throw importFault('IMPORT_ROW_CHANGED', `it has version ${row.version} and is ${row.state}`);
  const kind = importKindOf(parts, job.kind);
  const before = JSON.parse(decrypted(parts.seal, row.cells, placeOfCells(row._id))!) as Cells;
  const corrected = Object.fromEntries(input.cells.map(({ field, value }) => [field, keptCell(value)]));
  expectOpen(kind, job, Object.keys(corrected));
  return write(parts, {
    job,
    row,
    kind,
    scope: await importScopeOf(parts, job, caller),
    cells: { ...before, ...corrected },
  });
}

/** @throws CodedError IMPORT_COLUMNS; it repeats no name that is no column's, since anything may stand there */
function expectOpen(kind: ImportKind, { agency }: ImportJob, fields: readonly string[]): void {
  const unknown = fields.filter((field) => !kind.fields.includes(field)).length;
  if (unknown > 0) throw importFault('IMPORT_COLUMNS', `expected of ${kind.fields.join(', ')}; got ${unknown} others`);
  const closed = kind.closedTo(agency).filter((column) => fields.includes(column));
  if (closed.length > 0)
    throw importFault('IMPORT_COLUMNS', `${agency} may not say anything about ${closed.join(', ')}`);
}

async function write(parts: ImportParts, correcting: Correcting): Promise<RejectedRow> {
  const { kind, row } = correcting;
  let partitions: readonly string[] = [];
  try {
    return await inTransaction(parts.connection, async (session) => {
      const plan = await planOf(correcting, session);
      partitions = [...new Set(plan.writes.flatMap((each) => each.partitions))];
      await parts.queue.mark(partitions);
      await writeAll(parts, plan.writes, session);
      await kind.settle?.(plan.writes, session);
      if (plan.writes.length > 0) await keepBatch(parts, correcting, plan, session);
      const after: RejectedRow = {
        ...row,
        cells: parts.seal.encrypt(JSON.stringify(correcting.cells), placeOfCells(row._id)),
        reasons: plan.reasons,
        state: plan.outcome === 'REJECTED' ? 'WAITING' : 'CORRECTED',
        version: row.version + 1,
        updatedAt: new Date().toISOString(),
      };
      const { matchedCount } = await parts.models.RejectedRow.collection.replaceOne(
        { _id: row._id, version: row.version } as never,
        after,
        { session },
      );
      if (matchedCount === 0) throw importFault('IMPORT_ROW_CHANGED');
      return after;
    });
  } finally {
    await parts.queue.mark(partitions);
  }
}

type Session = Parameters<ImportKind['plan']>[2];

async function planOf({ kind, scope, row, cells }: Correcting, session: Session): Promise<RowPlan> {
  const [judged] = offerVillages([kind.judge(row.line, cells, scope)], [cells], scope.references.villages);
  if (judged!.reasons.length > 0) return rejectedRow(...judged!.reasons);
  const [plan] = await kind.plan([judged!], scope, session);
  return plan!;
}

/** A correction is a batch of one row, so that undoing the job takes it back too. */
async function keepBatch(
  parts: ImportParts,
  { job, row, kind }: Correcting,
  plan: RowPlan,
  session: Session,
): Promise<void> {
  const current = await parts.models.ImportJob.findOneAndUpdate(
    { _id: job._id } as never,
    { $inc: { batches: 1, ...writtenBy([plan]) }, $set: { updatedAt: new Date().toISOString() } },
    { session, returnDocument: 'after', strict: false },
  ).lean<ImportJob>();
  const _id = `${job._id}:corrected:${nameOf(row._id, row.version)}`;
  const batch: ImportBatch = {
    _id,
    job: job._id,
    pass: 'APPLY',
    number: current!.batches,
    from: -1,
    taken: 1,
    added: plan.outcome === 'ADDED' ? 1 : 0,
    changed: plan.outcome === 'CHANGED' ? 1 : 0,
    same: 0,
    rejected: [],
    changes: plan.writes.map((write) => changeOf(write, row.line)),
    before: sealedBefore(parts.seal, kind, plan.writes, _id),
    isUndone: false,
  };
  await parts.models.ImportBatch.collection.insertOne(batch as never, { session });
}
