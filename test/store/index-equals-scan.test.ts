/** Whatever the query, an index changes its cost and never its answer. */
import { fc } from '../support/properties.ts';
import { Decimal128, Double, Long, type Document } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const scalar = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom<unknown>(null, true, false, '', 'a', 'ab', 'b', 'é', '\0', 1.5, -0.5, NaN, Infinity, -Infinity),
  fc.constantFrom<unknown>(
    new Double(2),
    Long.fromString('9007199254740993'),
    Decimal128.fromString('1.5'),
    Decimal128.fromString('0.1'),
    new Date(0),
    new Date(5),
  ),
);
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ x: scalar }) },
);
const document = fc.record(
  {
    a: value,
    b: value,
    c: fc.oneof(fc.record({ d: value }), fc.array(fc.record({ d: scalar }), { maxLength: 2 }), scalar),
  },
  { requiredKeys: [] },
);
const path = fc.constantFrom('a', 'b', 'c.d');
const condition = fc.oneof(
  fc.record({ $eq: value }),
  fc.record({ $gt: scalar }),
  fc.record({ $gte: scalar }),
  fc.record({ $lt: scalar }),
  fc.record({ $lte: scalar }),
  fc.record({ $gt: scalar, $lt: scalar }),
  fc.record({ $in: fc.array(value, { maxLength: 3 }) }),
  fc.record({ $ne: scalar }),
  fc.record({ $exists: fc.boolean() }),
  fc.constant({ $regex: '^a' }),
  fc.record({ $not: fc.record({ $gt: scalar }) }),
  fc.record({ $elemMatch: fc.record({ $gt: scalar }) }),
);
const test1 = fc.tuple(path, condition).map(([name, rule]) => ({ [name]: rule }) as Document);
const filter = fc.oneof(
  test1,
  fc.tuple(test1, test1).map(([a, b]) => ({ ...a, ...b })),
  fc.tuple(test1, test1).map((both) => ({ $or: both })),
  fc.tuple(test1, test1).map((both) => ({ $and: both })),
);
const direction = fc.constantFrom<1 | -1>(1, -1);
const sort = fc
  .tuple(path, direction, path, direction)
  .map(([a, x, b, y]) => ({ [a]: x, ...(a === b ? {} : { [b]: y }), _id: 1 as const }));
const indexes = fc.constantFrom<Record<string, 1 | -1>[]>(
  [{ a: 1 }],
  [{ a: -1 }],
  [{ a: 1, b: -1 }],
  [{ 'c.d': 1 }, { b: -1 }],
  [{ a: 1, 'c.d': -1 }],
);

test('a collection with indexes answers as one without', { timeout: 60_000 }, async () => {
  const plain = store.client.db('p').collection<Document>('plain');
  const indexed = store.client.db('p').collection<Document>('indexed');
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(filter, sort), { minLength: 5, maxLength: 5 }),
      indexes,
      async (documents, queries, keys) => {
        await Promise.all([plain.drop(), indexed.drop()].map((dropped) => dropped.catch(() => false)));
        for (const key of keys) await indexed.createIndex(key);
        const rows = documents.map((one, _id) => ({ _id, ...one }) as unknown as Document);
        const kept: Document[] = [];
        for (const row of rows)
          if (
            await indexed.insertOne(row).then(
              () => true,
              () => false,
            )
          )
            kept.push(row);
        if (kept.length > 0) await plain.insertMany(kept);
        for (const [wanted, order] of queries) {
          runs += 1;
          const [without, withIndex] = await Promise.all(
            [plain, indexed].map((one) => one.find(wanted).sort(order).toArray()),
          );
          expect(withIndex!.map(({ _id }) => _id)).toEqual(without!.map(({ _id }) => _id));
          expect(await indexed.countDocuments(wanted)).toBe(without!.length);
          const change = { $set: { b: 7 } };
          const [first, second] = await Promise.all(
            [plain, indexed].map((one) => one.updateMany({ ...wanted, _id: { $lt: 3 } } as Document, change)),
          );
          expect(second!.modifiedCount).toBe(first!.modifiedCount);
        }
      },
    ),
    { numRuns: 120 },
  );
  expect(runs).toBeGreaterThan(500);
});

const numbers = (length: number, from = 0): number[] => Array.from({ length }, (_none, i) => from + i);

test.each<[string, number, string, (all: number[]) => Document]>([
  ['a list of 20,000 values', 20_000, 'IXSCAN', (all) => ({ n: { $in: all } })],
  ['a list of 20,001 values', 20_001, 'COLLSCAN', (all) => ({ n: { $in: all } })],
  [
    'two branches with 20,000 values',
    20_000,
    'IXSCAN',
    (all) => ({ $or: [{ n: { $in: all.slice(0, 10_000) } }, { n: { $in: all.slice(10_000) } }] }),
  ],
  [
    'two branches with 20,001 values',
    20_001,
    'COLLSCAN',
    (all) => ({ $or: [{ n: { $in: all.slice(0, 10_000) } }, { n: { $in: all.slice(10_000) } }] }),
  ],
  [
    'two lists of 20,000 values on one field',
    20_000,
    'IXSCAN',
    (all) => ({ $and: [{ n: { $in: all } }, { n: { $in: numbers(20_000, -1) } }] }),
  ],
])('%s find the same, by an index or without', { timeout: 60_000 }, async (name, length, stage, filterOf) => {
  const rows = store.client.db('p').collection<Document>(name);
  await rows.createIndex({ n: 1 });
  await rows.insertMany([1, length - 2, length + 5].map((n) => ({ n })));
  const filter = filterOf(numbers(length));
  expect(await rows.countDocuments(filter)).toBe(2);
  const told = await rows.find(filter).explain('queryPlanner');
  expect(JSON.stringify((told.queryPlanner as Document).winningPlan)).toContain(stage);
});
