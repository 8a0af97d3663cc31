/** However long one connection's work takes, others are answered meanwhile; how soon is measured by `responsive.perf.ts`. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LONG_WORKS, openBusyStore, type BusyStore } from './long-work.ts';

let store: BusyStore;
beforeAll(async () => void (store = await openBusyStore()));
afterAll(() => store.close());

test.each(LONG_WORKS)('others are answered while %s', { timeout: 90_000 }, async (name) => {
  // One that waited until the work had ended would be the only one.
  expect((await store.pingsBeside(store.works[name])).count).toBeGreaterThan(1);
});
