/** Members of the groups that serve the city, and their cover. */
import type { Measure } from '../../address/data-view.ts';
import { given, type Branch, type Count, type Label } from '../branch.ts';
import type { Choice } from '../choice.ts';
import { inAreas, isWholeCity } from './areas.ts';
import { inMonth, inSpan, MONTH } from './month.ts';

const GROUP: Label = { breakdown: 'group', code: ['group', 'kind'] };

/** @param latest the last month that is kept: all groups together are counted by month only */
export function groupBranches(choice: Choice, latest: string | undefined): readonly Branch[] | undefined {
  const { by, filters } = choice;
  if (filters.group !== undefined && isWholeCity(choice) && by.includes('month'))
    return [ofOneGroup(choice, filters.group)];
  const byGroup = by.includes('group') || filters.group !== undefined;
  if (by.includes('month')) return inAreas(choice, [history(choice, byGroup)], []);
  const month = choice.month ?? latest;
  if (!byGroup && month === undefined) return undefined;
  const together = history({ ...choice, from: month ?? null, to: month ?? null }, false);
  // Of all groups together the graph has a count, which is exact in the whole city.
  const whole = filters.group === undefined && month !== undefined;
  const total: Branch = { ...together, as: 'TOTAL', labels: [] };
  const counts = byGroup ? inOneMonth(whole ? { ...choice, month } : choice) : together;
  if (!whole) return inAreas(choice, [counts], []);
  return by.length === 1 && byGroup ? inAreas(choice, [total, counts], []) : inAreas(choice, [counts], [total]);
}

const inOneMonth = (choice: Choice): Branch => ({
  field: 'groupCounts',
  args: inMonth(choice),
  many: 'LIST',
  as: 'ROW',
  labels: [GROUP],
  ...countsOf(choice.measures, true),
});

function history(choice: Choice, byGroup: boolean): Branch {
  const months: Branch = { field: 'memberHistory', args: inSpan(choice), many: 'LIST', labels: [MONTH] };
  if (!byGroup) return { ...months, as: 'ROW', ...countsOf(choice.measures, false) };
  const groups: Branch = {
    field: 'groups',
    many: 'LIST',
    as: 'ROW',
    labels: [GROUP],
    ...countsOf(choice.measures, true),
  };
  return { ...months, inner: [groups] };
}

const ofOneGroup = (choice: Choice, kind: string): Branch => ({
  field: 'group',
  args: given({ kind: { type: 'GroupKind!', value: kind } }),
  labels: [{ breakdown: 'group', code: ['kind'] }],
  inner: [
    {
      field: 'history',
      args: inSpan(choice),
      many: 'LIST',
      labels: [MONTH],
      inner: [{ field: 'counts', as: 'ROW', ...countsOf(choice.measures, true) }],
    },
  ],
});

/** @param ofGroup whether each group's total has a basis of its own: it is exact in the whole city */
function countsOf(measures: readonly Measure[], ofGroup: boolean): { counts: Count[]; basis: string[] } {
  return {
    counts: measures.map((measure) => ({
      measure,
      field: [measure],
      ...(ofGroup && measure === 'total' && { basis: ['totalBasis'] }),
    })),
    basis: ['basis'],
  };
}
