/**
 * The month whose frozen figures are served to who may not see exact ones: the one before the running month of
 * `Asia/Jakarta`, so that a figure stays the same until the next month has ended, whatever is enrolled meanwhile.
 */
const JAKARTA_OFFSET = 7 * 3_600_000; // No daylight saving time since 1964.

/** @returns `YYYY-MM` */
export function snapshotMonth(now: Date): string {
  const local = new Date(now.getTime() + JAKARTA_OFFSET);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}
