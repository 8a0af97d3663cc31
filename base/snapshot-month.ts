/**
 * The month whose snapshot is served to callers who may not see exact counts: the last month that has ended in `Asia/Jakarta`. So a figure
 * stays the same until the next month has ended, whoever is enrolled meanwhile. The gateway computes it once per request and states it
 * in the claims; a subgraph computes it to know whether a month has ended.
 */
/** ms that Jakarta is ahead of UTC; it has had no daylight saving time since 1964. */
const JAKARTA_OFFSET = 7 * 3_600_000;

/** @param now ms since 1970 @returns `YYYY-MM` */
export function snapshotMonth(now: number): string {
  const local = new Date(now + JAKARTA_OFFSET);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

/**
 * The same, cached for the hot path.
 * @param now ms since 1970; for tests
 * @returns the month at the time of the call; computed once a second
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

/** @param now ms since 1970 @returns when the month of this moment began in Jakarta, and when it ends, ms since 1970 */
export function monthAt(now: number): { readonly begins: number; readonly ends: number } {
  const local = new Date(now + JAKARTA_OFFSET);
  const begin = (further: number): number =>
    Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + further, 1) - JAKARTA_OFFSET;
  return { begins: begin(0), ends: begin(1) };
}
