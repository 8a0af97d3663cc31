/** Counts in this process, at once: windows that begin with a client's first use and are forgotten when they have ended. */
import type { Counted, Counter } from './counter.ts';

interface Window {
  total: number;
  /** ms of `now` */
  readonly end: number;
}

export interface MemoryCounter extends Counter {
  add(key: string, amount: number): Counted;
  /** Windows held; one that has ended is for a second more at most. */
  readonly size: number;
  /** Forgets all. */
  close(): void;
}

/**
 * Windows held at most, some 15 MB. Beyond, the one that ends soonest is forgotten before its end: so many clients at once are no
 * city's, and what one of them gains is the rest of its minute.
 */
const MOST = 100_000;
/** ms between two looks for windows that have ended. */
const LOOK_EVERY = 1_000;

/**
 * @param length of a window, ms
 * @param now ms; for tests
 */
export function memoryCounter(length: number, now: () => number = () => performance.now(), most = MOST): MemoryCounter {
  const windows = new Map<string, Window>();
  let timer: NodeJS.Timeout | undefined;
  // All windows are equally long and a new one goes to the end, so the first ones end first.
  const dropEnded = (): void => {
    const time = now();
    timer = undefined;
    for (const [key, { end }] of windows) {
      if (end > time) return lookAgain(end - time);
      windows.delete(key);
    }
  };
  const lookAgain = (after: number): void => {
    timer = setTimeout(dropEnded, Math.max(after, LOOK_EVERY)).unref();
  };
  const begin = (key: string, time: number): Window => {
    windows.delete(key);
    if (windows.size >= most) windows.delete(windows.keys().next().value!);
    const window = { total: 0, end: time + length };
    windows.set(key, window);
    if (timer === undefined) lookAgain(length);
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
