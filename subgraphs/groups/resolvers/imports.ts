/** The entry points of imports of members. */
import type { ImportParts } from '../../import/import-parts.ts';
import { importMutations, importQueries } from '../../import/import-resolvers.ts';
import type { ImportLeftRowResolvers, MutationResolvers, QueryResolvers } from '../resolver-types.ts';

/** What of `Query` is about imports. */
export function groupsImportQueries(parts: ImportParts) {
  const { jobs, job, rows } = importQueries(parts);
  return { memberImportJobs: jobs, memberImportJob: job, rejectedMemberRows: rows } satisfies QueryResolvers;
}

/** What of `Mutation` is about imports. */
export function groupsImportMutations(parts: ImportParts) {
  const { begin, rows, finish, correct, undo } = importMutations(parts);
  return {
    beginMemberImport: begin,
    importMemberRows: rows,
    finishMemberImport: finish,
    correctRejectedMemberRow: correct,
    undoMemberImport: undo,
  } satisfies MutationResolvers;
}

/** `ImportLeftRow`: a record that the caller may not see is not named. */
export const groupsLeftRowResolvers: ImportLeftRowResolvers = {
  record: async ({ record }, _args, { load }) => (await load.member.load(record))?._id ?? null,
};
