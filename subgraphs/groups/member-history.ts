/** Counts of members month by month, each with the change since the month before. */
import { monthsOf, type Months } from '../counts/history.ts';
import type { CountsView } from '../counts/view.ts';
import type { GroupsContext } from './context.ts';
import type { MemberCounts, MemberTotals } from './member-counts.ts';
import type { MemberChange, MemberMonth } from './parents.ts';

/** The numbers whose change since the month before is shown. */
export const CHANGES: readonly MemberChange[] = ['total', 'covered', 'atRisk'];
/** @returns the numbers that a change is worked out from: the totals themselves */
export const numbersOf = (counts: MemberTotals): MemberTotals => counts;

/** @param of selects the counts of an area in a month @returns the months in their order @throws CodedError BAD_PERIOD_RANGE */
export async function memberHistory(
  of: (view: CountsView) => MemberCounts,
  months: Months,
  { history }: GroupsContext,
): Promise<MemberMonth[]> {
  const rows = await monthsOf(history, months, of, CHANGES, numbersOf);
  return rows.map(({ month, of: counts, change }) => ({ month, ...counts, change }));
}
