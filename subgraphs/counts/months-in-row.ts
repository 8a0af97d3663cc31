/** Months paid in a row: with fewer than `SAFE_MONTHS` the full death benefit is at risk. One rule for workers and members alike. */
import type { FilterCondition } from '../data/filter.ts';

/** Months in a row below which the full death benefit is at risk. */
export const SAFE_MONTHS = 3;

/** Expression for a cell: months up to SAFE_MONTHS, since more of them change no answer. */
export const MONTHS_IN_ROW = {
  $cond: [{ $gte: ['$membership.monthsInRow', SAFE_MONTHS] }, SAFE_MONTHS, '$membership.monthsInRow'],
};

/** @returns the condition of people whose cover runs and who are at risk; a new one each time, since mongoose casts a condition in place */
export const atRisk = (): FilterCondition => ({
  'membership.insurerStatus': 'ACTIVE',
  'membership.monthsInRow': { $lt: SAFE_MONTHS },
});
