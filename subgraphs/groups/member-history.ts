/** Counts of members month by month, each with what has changed since the month before. */
import { monthsOf, type Months } from '../counts/history.ts';
import type { CountsView } from '../counts/view.ts';
import type { GroupsContext } from './context.ts';
import type { MemberCounts, MemberTotals } from './member-counts.ts';
import type { MemberChange, MemberMonth } from './parents.ts';

export const CHANGES: readonly MemberChange[] = ['total', 'covered', 'atRisk'];
export const numbersOf = (counts: MemberTotals): MemberTotals => counts;

/** @param of the counts of an area in a month @throws CodedError BAD_PERIOD_RANGE */
export async function memberHistory(
  of: (view: CountsView) => MemberCounts,
  months: Months,
  { history }: GroupsContext,
): Promise<MemberMonth[]> {
  const rows = await monthsOf(history, months, of, CHANGES, numbersOf);
  return rows.map(({ month, of: counts, change }) => ({ month, ...counts, change }));
}
