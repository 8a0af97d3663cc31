/** One suite, two servers: the embedded store, and the MongoDB at MONGODB_URI when there is one. */
import { MongoClient, type Collection, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../store/with-store.ts';
import { aggregates, finds, updates } from './cases.ts';

const servers = ['embedded', ...(process.env.MONGODB_URI === undefined ? [] : ['mongodb'])];

describe.each(servers)('%s', (server) => {
  let store: TestStore | undefined;
  let client: MongoClient;
  let collection: Collection<Document>;
  beforeAll(async () => {
    store = server === 'embedded' ? await openTestStore() : undefined;
    client = store?.client ?? await new MongoClient(process.env.MONGODB_URI!).connect();
    collection = client.db('contract').collection('cases');
  });
  afterAll(() => store?.close() ?? client.close());

  async function fill(documents: Document[]): Promise<void> {
    await collection.deleteMany({});
    await collection.insertMany(documents);
  }

  test.each(finds)('find: $name', async ({ documents, filter, ids, sort }) => {
    await fill(documents);
    const found = await collection.find(filter).sort(sort ?? { _id: 1 }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(ids);
  });

  test.each(updates)('update: $name', async ({ before, filter, update, arrayFilters, after, code }) => {
    await fill([{ _id: 1, ...before } as unknown as Document]);
    const run = collection.updateOne({ _id: 1, ...filter } as unknown as Document, update, arrayFilters === undefined ? {} : { arrayFilters });
    if (code !== undefined) return void await expect(run).rejects.toMatchObject({ code });
    await run;
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual(after);
  });

  test.each(aggregates)('aggregate: $name', async ({ documents, pipeline, result, code }) => {
    await fill(documents);
    const run = collection.aggregate(pipeline).toArray();
    if (code !== undefined) return void await expect(run).rejects.toMatchObject({ code });
    expect(await run).toEqual(result);
  });
});
