/** Rates are of the numbers shown, so that a client who divides them gets the same. */

/** @returns 0 to 1, to four digits; null where there is nobody; 1 where noise makes the part larger than the whole */
export function rateOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.min(1, Math.round((part / whole) * 10_000) / 10_000);
}
