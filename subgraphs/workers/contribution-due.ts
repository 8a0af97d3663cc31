/** Whose contribution falls due: the membership runs, and a month since its beginning is not paid. */
import type { FilterCondition } from '../data/filter.ts';

/** Statuses at the insurer of a membership that has not ended; one that is not active yet waits for its first contribution. */
const RUNS = ['PENDING', 'ACTIVE', 'INACTIVE'];

/**
 * @param month `YYYY-MM`
 * @returns the condition that a contribution for this month or an earlier one is not paid; a new one each time, since mongoose casts it in place
 */
export const contributionDueBy = (month: string): FilterCondition => ({
  'membership.insurerStatus': { $in: [...RUNS] },
  'membership.to': null,
  // Days are text, and no day of a month is after its 31st.
  'membership.from': { $lte: `${month}-31` },
  $or: [{ 'membership.paidThrough': null }, { 'membership.paidThrough': { $lt: month } }],
});
