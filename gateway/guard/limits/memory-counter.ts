/** Counts in this process, without waiting. A window begins with a client's first use and is forgotten after its end. */
import type { Counted, Counter } from './counter.ts';

interface Window {
  /** Counted so far. */
  total: number;
  /** ms of `now` */
  readonly end: number;
}

/** A counter that answers at once. */
export interface MemoryCounter extends Counter {
  add(key: string, amount: number): Counted;
  /** Windows held; one that has ended is held for a second more at most. */
  readonly size: number;
  /** Forgets all windows. */
  close(): void;
}

/**
 * Windows held at most, some 15 MB. When there are more, the one that ends soonest is forgotten early. No city has so many clients at
 * once, and a client gains at most the rest of its minute by it.
 */
const MOST = 100_000;
/** ms between two searches for windows that have ended. */
const SWEEP_EVERY = 1_000;

/**
 * @param length of a window, ms
 * @param now ms; for tests
 * @param most windows held at most
 */
export function memoryCounter(length: number, now: () => number = () => performance.now(), most = MOST): MemoryCounter {
  const windows = new Map<string, Window>();
  let timer: NodeJS.Timeout | undefined;
  // All windows are equally long and a new one goes to the end, so the first ones end first.
  const dropEnded = (): void => {
    const time = now();
    timer = undefined;
    for (const [key, { end }] of windows) {
      if (end > time) return sweepAfter(end - time);
      windows.delete(key);
    }
  };
  const sweepAfter = (after: number): void => {
    timer = setTimeout(dropEnded, Math.max(after, SWEEP_EVERY)).unref();
  };
  const begin = (key: string, time: number): Window => {
    windows.delete(key);
    if (windows.size >= most) windows.delete(windows.keys().next().value!);
    const window = { total: 0, end: time + length };
    windows.set(key, window);
    if (timer === undefined) sweepAfter(length);
    return window;
  };
  return {
    get size() {
      return windows.size;
    },
    add: (key, amount) => {
      const time = now();
      const known = windows.get(key);
      const window = known !== undefined && known.end > time ? known : begin(key, time);
      window.total += amount;
      return { total: window.total, left: window.end - time };
    },
    close: () => {
      clearTimeout(timer);
      timer = undefined;
      windows.clear();
    },
  };
}
