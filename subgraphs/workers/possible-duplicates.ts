/** Records that may be of one person: those that count of one NIK, and those with one name and birth date under several. */
import type { PipelineStage } from 'mongoose';
import { connectionFrom, type Connection, type PageArguments } from '../data/connection.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';
import type { FilterCondition } from '../data/filter.ts';
import type { WorkerModels } from './models.ts';

/** What they have in common, and the field that holds it: values of the enum `DuplicateReason`. */
const ALIKE = { SAME_NIK: 'token', SAME_NAME_AND_BIRTH_DATE: 'likeness' } as const;

type Why = keyof typeof ALIKE;

/** Records that are alike: a NIK's token or a likeness, and their ids. */
export interface PossibleDuplicates {
  readonly _id: string;
  readonly why: Why;
  readonly ids: readonly string[];
}

/** Records of a group that are shown; who merges some sees the others next. */
const MOST_RECORDS = 5;
const ENDED = ['EXITED', 'DUPLICATE'];

/** @param seesAll whether the caller sees the whole roster; for others there is nothing @returns a page of them, each group once, in an order that tells nothing */
export function possibleDuplicates(
  { Worker }: WorkerModels,
  seal: FieldEncryption,
  { why, seesAll }: { readonly why: Why; readonly seesAll: boolean },
  args: PageArguments,
): Promise<Connection<PossibleDuplicates>> {
  const rows = async (
    condition: FilterCondition,
    sort: Readonly<Record<string, 1 | -1>>,
    most: number,
  ): Promise<PossibleDuplicates[]> => {
    if (!seesAll) return [];
    const found = await Worker.aggregate<{ _id: string; ids: string[] }>([
      ...groupsOf(why),
      { $match: condition },
      { $sort: sort },
      { $limit: most },
    ]);
    return found.map(({ _id, ids }) => ({ _id, why, ids: ids.sort().slice(0, MOST_RECORDS) }));
  };
  const count = async (): Promise<number> => {
    if (!seesAll) return 0;
    const [counted] = await Worker.aggregate<{ groups: number }>([...groupsOf(why), { $count: 'groups' }]);
    return counted?.groups ?? 0;
  };
  const order = { field: '_id', direction: 1 } as const;
  return connectionFrom({ rows, count }, { name: `possibleDuplicates ${why}`, condition: {}, order, seal }, args);
}

/** Of one name and birth date they are told only where the NIK differs, or is not known: else the NIK tells it. */
function groupsOf(why: Why): PipelineStage[] {
  const field = ALIKE[why];
  const several = why === 'SAME_NIK' ? 'ids.1' : 'persons.1';
  return [
    { $match: { [field]: { $type: 'string' }, status: { $nin: ENDED } } },
    {
      $group: { _id: `$${field}`, ids: { $push: '$_id' }, persons: { $addToSet: { $ifNull: ['$token', '$_id'] } } },
    },
    { $match: { [several]: { $exists: true } } },
  ];
}
