/** Fields of imports, the same in each subgraph that imports people; only the names of the entry points differ. */
import { connectionOf, type PageArguments } from '../data/connection.ts';
import { allOf } from '../data/filter.ts';
import { decrypted } from '../data/field-encryption.ts';
import { stub } from '../data/stub.ts';
import { beginImport, type BeginImport } from './begin-import.ts';
import { correctRow, type CorrectRow } from './correct-row.ts';
import { finishImport, type FinishImport } from './finish-import.ts';
import { placeOfCells, type ImportJob, type RejectedRow, type Tallied } from './import-job.ts';
import type { ImportParts } from './import-parts.ts';
import { visibleJobs, type ImportCaller } from './import-rights.ts';
import { REASONS, type ImportReason, type ReasonCode } from './reasons.ts';
import type { Cells } from './row-reader.ts';
import { takeRows, type ImportRows } from './take-rows.ts';
import { undoImport } from './undo-import.ts';

interface Context {
  readonly caller: ImportCaller;
}

type Root = Readonly<Record<string, unknown>>;

interface RowsArguments extends PageArguments {
  readonly job: string;
  readonly waiting?: boolean | null;
}

/** What of `Query` is about imports. */
export function importQueries({ models, seal }: ImportParts) {
  return {
    jobs: (_: Root, page: PageArguments, { caller }: Context) => {
      const order = { field: 'updatedAt', direction: -1 } as const;
      const condition = visibleJobs(caller);
      return connectionOf(models.ImportJob as never, { name: 'importJobs', condition, order, seal }, page) as never;
    },
    job: (_: Root, { id }: { readonly id: string }, { caller }: Context) =>
      models.ImportJob.findOne(allOf({ _id: id }, visibleJobs(caller)) as never)
        .lean<ImportJob>()
        .exec(),
    rows: (_: Root, { job, waiting, ...page }: RowsArguments, { caller }: Context) => {
      const which = waiting == null ? {} : { state: waiting ? 'WAITING' : { $ne: 'WAITING' } };
      const condition = allOf({ job }, which, visibleJobs(caller));
      const order = { field: 'line', direction: 1 } as const;
      return connectionOf(models.RejectedRow as never, { name: 'rejectedRows', condition, order, seal }, page) as never;
    },
  };
}

interface Input<Value> {
  readonly input: Value;
}

/** What of `Mutation` is about imports. @throws from them CodedError of `importErrors` */
export function importMutations(parts: ImportParts) {
  return {
    begin: (_: Root, { input }: Input<BeginImport>, { caller }: Context) => beginImport(parts, caller, input),
    rows: (_: Root, { input }: Input<ImportRows>, { caller }: Context) => takeRows(parts, caller, input),
    finish: (_: Root, { input }: Input<FinishImport>, { caller }: Context) => finishImport(parts, caller, input),
    correct: (_: Root, { input }: Input<CorrectRow>, { caller }: Context) => correctRow(parts, caller, input),
    undo: (_: Root, { input }: Input<{ readonly job: string }>, { caller }: Context) =>
      undoImport(parts, caller, input.job),
  };
}

const reasonTexts = {
  text: ({ code }: { readonly code: ReasonCode }) => REASONS[code][0],
  textId: ({ code }: { readonly code: ReasonCode }) => REASONS[code][1],
};

/** The types of imports. @param parts opens cells */
export const importTypes = ({ seal, models }: ImportParts) => ({
  ImportJob: {
    id: ({ _id }: ImportJob) => _id,
    waiting: ({ _id }: ImportJob) => models.RejectedRow.countDocuments({ job: _id, state: 'WAITING' } as never).exec(),
    corrected: ({ _id }: ImportJob) =>
      models.RejectedRow.countDocuments({ job: _id, state: 'CORRECTED' } as never).exec(),
    agency: ({ agency }: ImportJob) => stub('Agency', 'code', agency),
    added: ({ added, apply }: ImportJob) => added ?? apply?.added ?? 0,
    changed: ({ changed, apply }: ImportJob) => changed ?? apply?.changed ?? 0,
    left: ({ kind, left = [] }: ImportJob) => left.map((row) => ({ ...row, kind })),
  },
  ImportReasonCount: reasonTexts as {
    readonly text: (parent: Tallied<ReasonCode>) => string;
    readonly textId: (parent: Tallied<ReasonCode>) => string;
  },
  ImportReason: reasonTexts as {
    readonly text: (parent: ImportReason) => string;
    readonly textId: (parent: ImportReason) => string;
  },
  RejectedRow: {
    id: ({ _id }: RejectedRow) => _id,
    cells: ({ _id, cells }: RejectedRow) => {
      const opened = JSON.parse(decrypted(seal, cells, placeOfCells(_id))!) as Cells;
      return Object.entries(opened).map(([field, value]) => ({ field, value }));
    },
  },
});
