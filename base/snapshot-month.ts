/**
 * The month whose frozen counts are served to who may not see exact ones: the one before the running month of
 * `Asia/Jakarta`, so that a figure stays the same until the next month has ended, whatever is enrolled meanwhile. The
 * gateway asks once a request and tells the subgraphs in the claims; a subgraph asks to know whether a month has ended.
 */
const JAKARTA_OFFSET = 7 * 3_600_000; // No daylight saving time since 1964.

/** @param now ms since 1970 @returns `YYYY-MM` */
export function snapshotMonth(now: number): string {
  const local = new Date(now + JAKARTA_OFFSET);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}
