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

  async function fill(documents: Document[]): Promise<void> {
    await collection.deleteMany({});
    await collection.insertMany(documents);
  }

  test.each(finds)('find: $name', async ({ documents, filter, ids, sort }) => {
    await fill(documents);
    const found = await collection
      .find(filter)
      .sort(sort ?? { _id: 1 })
      .toArray();
    expect(found.map(({ _id }) => _id)).toEqual(ids);
  });

  test.each(updates)('update: $name', async ({ before, filter, update, arrayFilters, after, code }) => {
    await fill([{ _id: 1, ...before } as unknown as Document]);
    const run = collection.updateOne(
      { _id: 1, ...filter } as unknown as Document,
      update,
      arrayFilters === undefined ? {} : { arrayFilters },
    );
    if (code !== undefined) return void (await expect(run).rejects.toMatchObject({ code }));
    await run;
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual(after);
  });

  test.each(expressions)('expression: $expression', async ({ expression, result, code }) => {
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
    if (code !== undefined) return void (await expect(run).rejects.toMatchObject({ code }));
    expect(await run).toEqual([result === undefined ? {} : { x: result }]);
  });

  test.each(aggregates)('aggregate: $name', async ({ documents, pipeline, result, code }) => {
    await fill(documents);
    const run = collection.aggregate(pipeline).toArray();
    if (code !== undefined) return void (await expect(run).rejects.toMatchObject({ code }));
    expect(await run).toEqual(result);
  });
});
