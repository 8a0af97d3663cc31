/** A band of welfare deciles, which workers are counted by. */
export type Band = 'D1_2' | 'D3_4' | 'D5' | 'D6_10';

/** The greatest decile that is eligible: the poorest half. */
export const MOST_DECILE = 5;

/** @param decile 1 to 10 */
export function bandOf(decile: number): Band {
  if (decile <= 2) return 'D1_2';
  if (decile <= 4) return 'D3_4';
  return decile === MOST_DECILE ? 'D5' : 'D6_10';
}
