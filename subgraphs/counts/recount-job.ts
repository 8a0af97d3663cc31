/** Counts marked partitions again, shortly after they were marked and all of them once a day. */
import type { Log } from '../../base/log.ts';
import type { RecountQueue } from './recount-queue.ts';

const DAY_MS = 86_400_000;

/** A queue of marked partitions and how one is counted. */
export interface RecountWork {
  readonly queue: RecountQueue;
  /** Every partition there is, for the daily round. */
  readonly all: () => Promise<Iterable<string>>;
  /** Counts one partition. */
  readonly redo: (id: string) => Promise<void>;
}

/** The running job of one queue. */
export interface RecountJob {
  /** Works until nothing is marked. @returns how many partitions it counted */
  drain(): Promise<number>;
  /** Waits for the partition at work. */
  stop(): Promise<void>;
}

/** Starts the job. A failure is logged, and what failed stays marked. @param every ms between two looks at the queue */
export function startRecountJob(work: RecountWork, every: number, log: Log): RecountJob {
  let running: Promise<number> | undefined;
  let stopped = false;
  const drained = (): Promise<number> => (running ??= drain(work, () => stopped).finally(() => (running = undefined)));
  const look = (): void =>
    void drained().catch((cause: unknown) => stopped || log.warn({ err: cause }, 'summary: will try again'));
  const timer = setInterval(look, every).unref();
  const daily = setInterval(
    () =>
      void work
        .all()
        .then((ids) => work.queue.mark(ids))
        .catch(() => {}),
    DAY_MS,
  ).unref();
  return {
    drain: drained,
    async stop() {
      stopped = true;
      clearInterval(timer);
      clearInterval(daily);
      await running?.catch(() => 0);
    },
  };
}

async function drain({ queue, redo }: RecountWork, stopped: () => boolean): Promise<number> {
  for (let done = 0; ; done++) {
    const claim = stopped() ? undefined : await queue.claim();
    if (claim === undefined) return done;
    await redo(claim.id);
    await claim.finish();
  }
}
