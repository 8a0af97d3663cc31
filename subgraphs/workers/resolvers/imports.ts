/** The entry points of imports into the roster. */
import type { ImportParts } from '../../import/import-parts.ts';
import { importMutations, importQueries } from '../../import/import-resolvers.ts';
import type { ImportLeftRowResolvers, MutationResolvers, QueryResolvers } from '../resolver-types.ts';

/** What of `Query` is about imports. */
export function workersImportQueries(parts: ImportParts) {
  const { jobs, job, rows } = importQueries(parts);
  return { importJobs: jobs, importJob: job, rejectedRows: rows } satisfies QueryResolvers;
}

/** What of `Mutation` is about imports. */
export function workersImportMutations(parts: ImportParts) {
  const { begin, rows, finish, correct, undo } = importMutations(parts);
  return {
    beginImport: begin,
    importRows: rows,
    finishImport: finish,
    correctRejectedRow: correct,
    undoImport: undo,
  } satisfies MutationResolvers;
}

/** `ImportLeftRow`: a record that the caller may not see is not named. */
export const workersLeftRowResolvers: ImportLeftRowResolvers = {
  record: async ({ kind, record }, _args, { load }) =>
    (await (kind === 'VERIFICATIONS' ? load.verification : load.worker).load(record))?._id ?? null,
};
