/**
 * Work that must wait for another thread says so here: a stream of documents cannot hand a promise through all the stages above it, but it
 * yields "not yet" through them, and whoever drives the work looks here then. All of that is one synchronous step, so it cannot mix up.
 */
let waitedFor: Promise<void> | undefined;

/** Call it right before yielding "not yet". */
export function waitFor(until: Promise<void>): void {
  waitedFor = until;
}

/** @returns what the work that has just yielded waits for */
export function takeWait(): Promise<void> | undefined {
  const until = waitedFor;
  waitedFor = undefined;
  return until;
}
