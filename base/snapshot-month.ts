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

/**
 * For a way that every request takes.
 * @param now ms since 1970; for tests
 * @returns says the month at this moment; worked out once a second, since months end with one
 */
export function snapshotMonths(now: () => number = Date.now): () => string {
  let second = Number.NaN;
  let month = '';
  return () => {
    const time = now();
    if (Math.floor(time / 1_000) !== second) {
      second = Math.floor(time / 1_000);
      month = snapshotMonth(time);
    }
    return month;
  };
}
