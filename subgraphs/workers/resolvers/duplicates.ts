/** Records that may be of one person, for the roster's owner, who merges them, and for who sees all agencies' rows. */
import type { FieldEncryption } from '../../data/field-encryption.ts';
import { EVERY } from '../../data/visible-rows.ts';
import type { WorkerModels } from '../models.ts';
import type { WorkersParents } from '../parents.ts';
import { possibleDuplicates } from '../possible-duplicates.ts';
import type { PossibleDuplicatesResolvers, QueryResolvers } from '../resolver-types.ts';

/** `Query.possibleDuplicates`; nothing for who does not see the whole roster */
export const duplicateQueries = (models: WorkerModels, seal: FieldEncryption) =>
  ({
    possibleDuplicates: async (_, { why, ...page }, { visible }) =>
      possibleDuplicates(models, seal, { why, seesAll: (await visible.workers()) === EVERY }, page),
  }) satisfies QueryResolvers;

/** `PossibleDuplicates` */
export const possibleDuplicatesResolvers: PossibleDuplicatesResolvers = {
  workers: ({ ids }, _args, { load }) =>
    Promise.all(ids.map((id) => load.worker.load(id))) as Promise<WorkersParents['Worker'][]>,
};
