/** Freezes a month as soon as it has ended, or at the start when that was before. */
import type { Log } from '../../base/log.ts';

export interface SnapshotJob {
  /** Looks now. A failure is logged: what is served of the month then fails by itself. */
  readonly look: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @param every ms between two looks; one that finds the month frozen asks the database nothing */
export async function startSnapshotJob(
  freeze: (() => Promise<void>) | undefined,
  every: number,
  log: Log,
): Promise<SnapshotJob> {
  let looking = Promise.resolve();
  let stopped = false;
  const look = (): Promise<void> => {
    if (!stopped)
      looking = (freeze?.() ?? looking).catch((cause: unknown) =>
        log.warn({ err: cause }, 'frozen months: will try again'),
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
