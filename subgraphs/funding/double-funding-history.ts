/** How many people are paid for twice, in a month and month by month: by area as the caller may see it, the city's total exactly. */
import { monthsOf, type Months } from '../counts/history.ts';
import type { CountsView } from '../counts/view.ts';
import type { FundingContext } from './context.ts';
import { doubleCounts, type DoubleCounts } from './double-funding.ts';
import type { DoubleMonth } from './parents.ts';

/** @returns the counts of a month: the city's total exact for everybody, villages as exactly as the caller may see them */
export function doublesIn(view: CountsView): DoubleCounts {
  const { total, basis } = view.exact().derive(doubleCounts);
  return { ...view.derive(doubleCounts), total, basis };
}

/** @returns the months in their order @throws CodedError BAD_PERIOD_RANGE */
export async function doubleFundingHistory(months: Months, { history }: FundingContext): Promise<DoubleMonth[]> {
  const rows = await monthsOf(history, months, doublesIn, ['total'], (counts) => counts);
  return rows.map(({ month, of, change }) => ({ month, counts: of, change }));
}
