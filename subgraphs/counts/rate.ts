/** Rates are of the numbers shown, so that whoever divides them gets the same. */

/** @returns 0 to 1, to four digits; null where there is nobody. Noise may show a part that is larger than its whole: that is 1 */
export function rateOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.min(1, Math.round((part / whole) * 10_000) / 10_000);
}
