/** The time of day of what `performance.now()` has measured, the same for all spans of a process: the clock of the day alone tells whole ms. */

/** A clock of the day that was set, or that has drifted, is followed beyond this, ms. */
const TOLERATED = 5;

let difference = Date.now() - performance.now();

/** @returns ms to add to `performance.now()` for ms since 1970 */
export function wallClock(): number {
  const now = Date.now() - performance.now();
  if (Math.abs(now - difference) > TOLERATED) difference = now;
  return difference;
}
