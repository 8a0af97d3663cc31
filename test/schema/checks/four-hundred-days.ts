/** Usage of 400 days as a registry keeps it, and how long it takes to read for a check and for the page. */
import { sha256Of } from '../../../schema/composition/sha256-of.ts';
import type { UsedOperation } from '../../../schema/checks/check-input.ts';
import { openDatabase } from '../../../schema/registry/model/open-database.ts';
import { readUsage } from '../../../schema/registry/usage/read-usage.ts';
import { usedForChecks } from '../../../schema/registry/usage/used-for-checks.ts';
import { openTestStore } from '../../support/test-store.ts';

const DAYS = 400;
/** Of the operations, on each day. */
const A_DAY = 188;

/** @returns the operations as a check gets them, read out of some 75,000 rows; prints how long each reading took */
export async function usedIn400Days(operations: readonly UsedOperation[]): Promise<readonly UsedOperation[]> {
  const store = await openTestStore();
  const database = await openDatabase(store.uri);
  try {
    const now = new Date();
    const day = (at: number): string => new Date(now.getTime() - at * 86_400_000).toISOString().slice(0, 10);
    const kept = operations.map(({ name, document }) => ({
      ...{ _id: sha256Of(document), name, text: document },
      ...{ firstDay: day(DAYS - 1), lastDay: day(0) },
    }));
    await database.usedOperations.insertMany(kept);
    let rows = 0;
    for (let at = 0; at < DAYS; at++) {
      const batch = Array.from({ length: A_DAY }, (_, one) => ({
        ...{ _id: `${at} ${one}`, day: day(at), operation: kept[(at * A_DAY + one) % kept.length]!._id },
        ...{ client: 'dashboard', version: String(one % 3), count: 1 + one },
        faults: one % 50 === 0 ? [{ code: 'SUBGRAPH_TIMEOUT', subgraph: 'workers', count: 1 }] : [],
      }));
      await database.usageDays.collection.insertMany(batch as never);
      rows += batch.length;
    }
    const ground = { database, now: () => now };
    const timed = async <Value>(what: string, read: () => Promise<Value>): Promise<Value> => {
      const begun = performance.now();
      const value = await read();
      console.log(`${rows} rows of ${DAYS} days, ${what}: ${((performance.now() - begun) / 1_000).toFixed(2)} s`);
      return value;
    };
    await timed('the first check of a day', () => usedForChecks(ground, DAYS));
    const used = await timed('a later one', () => usedForChecks(ground, DAYS));
    const { operations: totals } = await timed('usage of all', () => readUsage(ground, DAYS));
    if (used.length !== operations.length || totals.length !== operations.length)
      throw new Error(`expected ${operations.length} operations, got ${used.length} and ${totals.length}`);
    return used;
  } finally {
    await database.close();
    await store.close();
  }
}
