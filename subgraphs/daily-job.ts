/** Looks whether a day has begun, and lets the subgraph apply the rules of time to it. */
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { OpenedSubgraph } from './subgraph.ts';

/** Ms between two looks; one that finds the day done sends two commands. */
const EVERY = 60_000;

/** Begins with the first look, without waiting for it. */
export function startDailyJob(daily: NonNullable<OpenedSubgraph['daily']>, lifecycle: Lifecycle, log: Log): void {
  let looking = Promise.resolve();
  const look = (): void => {
    looking = looking.then(daily).then(
      (done) => {
        if (done !== undefined) log.info(done, 'the rules of time were applied for the day');
      },
      (cause: unknown) => log.warn({ err: cause }, 'the rules of time: will try again'),
    );
  };
  const timer = setInterval(look, EVERY).unref();
  look();
  lifecycle.onStop('rules of time', () => {
    clearInterval(timer);
    return looking;
  });
}
