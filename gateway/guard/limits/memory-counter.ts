/** Counts in this process, at once: windows that begin with a client's first use and are forgotten in the order they end. */
import type { Counted, Counter } from './counter.ts';

interface Window {
  total: number;
  /** ms of `now` */
  readonly end: number;
}

export interface MemoryCounter extends Counter {
  add(key: string, amount: number): Counted;
  /** Windows held, some of which may have ended. */
  readonly size: number;
}

/** Ended windows dropped for each one that begins: more than one, so that what a flood left behind goes away. */
const DROPPED = 2;

/**
 * @param length of a window, ms
 * @param now ms; for tests
 * @returns holds the clients of one window, and those of the one before until others take their place
 */
export function memoryCounter(length: number, now: () => number = () => performance.now()): MemoryCounter {
  const windows = new Map<string, Window>();
  // All windows are equally long and a new one goes to the end, so the first ones end first.
  const dropEnded = (time: number): void => {
    let left = DROPPED;
    for (const [key, { end }] of windows) {
      if (end > time || left-- === 0) return;
      windows.delete(key);
    }
  };
  const begin = (key: string, time: number): Window => {
    windows.delete(key);
    dropEnded(time);
    const window = { total: 0, end: time + length };
    windows.set(key, window);
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
  };
}
