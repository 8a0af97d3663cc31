/** One suite, two servers: the embedded store, and the MongoDB at MONGODB_URI when there is one. */
import type { Collection, Document } from 'mongodb';
import { ACCUMULATORS } from '../../../store/aggregate/accumulators.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aggregates, expressions, finds, updates } from './cases.ts';
import { connectTo, servers, type Connected } from './servers.ts';

test.each(ACCUMULATORS)('a case groups by %s', (name) => {
  const named = (field: Document): boolean => Object.hasOwn(field, name);
  const groups = aggregates.flatMap(({ pipeline }) => pipeline.map((stage) => (stage.$group ?? {}) as Document));
  expect(groups.some((group) => Object.values(group).some((field) => named(Object(field) as Document)))).toBe(true);
});

describe.each(servers)('%s', (server) => {
  let connected: Connected;
  let collection: Collection<Document>;
  beforeAll(async () => {
    connected = await connectTo(server);
    collection = connected.client.db('contract').collection('cases');
  });
  afterAll(() => connected.close());

  /** Holds a refused case to its refusal, which names the way out. @returns whether it was one, and nothing more is to be held */
  async function isRefused(refused: boolean | undefined, run: Promise<unknown>): Promise<boolean> {
    if (server !== 'embedded' || refused !== true) return false;
    await expect(run).rejects.toMatchObject({ code: 115, message: expect.stringContaining('MONGODB_URI') as string });
    return true;
  }

  async function fill(documents: Document[]): Promise<void> {
    await collection.deleteMany({});
    await collection.insertMany(documents);
  }

  test.each(finds)('find: $name', async ({ documents, filter, ids, sort, refused }) => {
    await fill(documents);
    const run = collection
      .find(filter)
      .sort(sort ?? { _id: 1 })
      .toArray();
    if (await isRefused(refused, run)) return;
    expect((await run).map(({ _id }) => _id)).toEqual(ids);
  });

  test.each(updates)('update: $name', async ({ before, filter, update, arrayFilters, after, code, refused }) => {
    await fill([{ _id: 1, ...before } as unknown as Document]);
    const run = collection.updateOne(
      { _id: 1, ...filter } as unknown as Document,
      update,
      arrayFilters === undefined ? {} : { arrayFilters },
    );
    if (await isRefused(refused, run)) return;
    if (code !== undefined) return void (await expect(run).rejects.toMatchObject({ code }));
    await run;
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual(after);
  });

  test.each(expressions)('expression: $expression', async ({ expression, result, code, refused }) => {
    await fill([
      {
        _id: 1,
        d: new Date('2024-02-29T13:45:06.789Z'),
        n: null,
        t: 'Abc déf',
        a: [[1], { b: 2 }, { c: 3 }],
      } as unknown as Document,
    ]);
    const run = collection.aggregate([{ $project: { _id: 0, x: expression } }]).toArray();
    if (await isRefused(refused, run)) return;
    if (code !== undefined) return void (await expect(run).rejects.toMatchObject({ code }));
    expect(await run).toEqual([result === undefined ? {} : { x: result }]);
  });

  test.each(aggregates)('aggregate: $name', async ({ documents, pipeline, result, code, refused }) => {
    await fill(documents);
    const run = collection.aggregate(pipeline).toArray();
    if (await isRefused(refused, run)) return;
    if (code !== undefined) return void (await expect(run).rejects.toMatchObject({ code }));
    expect(await run).toEqual(result);
  });
});
