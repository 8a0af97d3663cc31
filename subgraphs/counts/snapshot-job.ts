/** Copies the counts of a month as soon as it has ended, or at the start when it ended before. */
import type { Log } from '../../base/log.ts';

/** The running job that copies ended months. */
export interface SnapshotJob {
  /** Looks now whether a month has ended. A failure is logged; queries for the month fail with an error of their own. */
  readonly look: () => Promise<void>;
  /** Waits for the copy at work. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the job and waits for its first look.
 * @param copyEndedMonth copies the month that has ended; absent where nothing is counted
 * @param every ms between two looks; one that finds the month copied sends no command
 */
export async function startSnapshotJob(
  copyEndedMonth: (() => Promise<void>) | undefined,
  every: number,
  log: Log,
): Promise<SnapshotJob> {
  let looking = Promise.resolve();
  let stopped = false;
  const look = (): Promise<void> => {
    if (!stopped)
      looking = (copyEndedMonth?.() ?? looking).catch((cause: unknown) =>
        log.warn({ err: cause }, 'monthly snapshots: will try again'),
      );
    return looking;
  };
  const timer = setInterval(() => void look(), every).unref();
  await look();
  return {
    look,
    stop: () => {
      stopped = true;
      clearInterval(timer);
      return looking;
    },
  };
}
