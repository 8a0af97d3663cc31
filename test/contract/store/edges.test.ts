/** The edges of filters and updates on every server of servers.ts: what overlaps, what nests, what has no name of its own, what is not there. */
import type { Collection, Db, Document } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { edgeFinds, edgeUpdates } from './edge-cases.ts';
import { connectTo, servers, type Connected } from './servers.ts';

describe.each(servers)('%s', (server) => {
  let connected: Connected;
  let db: Db;
  let rows: Collection<Document>;
  beforeAll(async () => {
    connected = await connectTo(server);
    db = connected.client.db('edges');
    rows = db.collection('rows');
  });
  afterAll(() => connected.close());
  beforeEach(() => db.dropDatabase());

  const fill = async (documents: readonly Document[]): Promise<void> => {
    if (documents.length > 0) await rows.insertMany(documents.map((document) => ({ ...document })));
  };

  test.each(edgeFinds)('finds: $name', async ({ documents, filter, ids, index }) => {
    if (index !== undefined) await rows.createIndex(index as Record<string, 1>);
    await fill(documents);
    const found = rows.find(filter).sort({ _id: 1 }).toArray();
    if ('code' in ids) return void (await expect(found).rejects.toMatchObject(ids));
    expect((await found).map(({ _id }) => _id)).toEqual(ids);
    expect(await rows.find(filter).toArray()).toHaveLength(ids.length);
    expect(await rows.countDocuments(filter)).toBe(ids.length);
  });

  test.each(edgeUpdates)('updates: $name', async ({ documents, filter, update, after, options }) => {
    await fill(documents);
    const run = rows.updateMany(filter, update, options);
    if ('code' in after) return void (await expect(run).rejects.toMatchObject(after));
    await run;
    expect(await rows.find().sort({ _id: 1 }).toArray()).toEqual(after);
  });

  it('reads a row once where patterns and values of one list overlap', async () => {
    await fill(Array.from({ length: 300 }, (_, i) => ({ _id: i, x: `a${i % 30}` })));
    for (const order of [1, -1] as const) {
      await rows.createIndex({ x: order });
      const filter = { x: { $in: [/^a/, 'a1', /^a1/] } };
      const hint = { x: order };
      expect(await rows.find(filter).hint(hint).toArray()).toHaveLength(300);
      expect(await rows.find(filter).hint(hint).sort({ x: -1 }).toArray()).toHaveLength(300);
      expect(await rows.countDocuments(filter, { hint })).toBe(300);
      const stages = [{ $match: filter }, { $group: { _id: null, n: { $sum: 1 } } }];
      expect(await rows.aggregate(stages, { hint }).toArray()).toEqual([{ _id: null, n: 300 }]);
    }
    const deleted = await rows.deleteMany({ x: { $in: ['a1', /^a1$/] } });
    expect(deleted.deletedCount).toBe(10);
  });

  it('takes null for an id, however it comes', async () => {
    const none = null as never;
    // The driver would make one of its own.
    await db.command({ insert: 'rows', documents: [{ _id: null, by: 'insert' }] });
    expect(await rows.findOne({ _id: none })).toEqual({ _id: null, by: 'insert' });
    await rows.deleteMany({});
    await rows.findOneAndUpdate({ _id: none }, { $set: { by: 'findOneAndUpdate' } }, { upsert: true });
    expect(await rows.findOne()).toEqual({ _id: null, by: 'findOneAndUpdate' });
    await rows.deleteMany({});
    await rows.replaceOne({ by: 'a filter' }, { _id: none, by: 'replaceOne' } as Document, { upsert: true });
    expect(await rows.findOne()).toEqual({ _id: null, by: 'replaceOne' });
  });

  const unknown = { a: { $unknown: 1 } } as Document;
  it.each<[string, (none: Collection<Document>) => Promise<unknown>]>([
    ['find', (none) => none.find(unknown).toArray()],
    ['a top operator', (none) => none.find({ $unknown: 1 }).toArray()],
    ['countDocuments', (none) => none.countDocuments(unknown)],
    ['count', (none) => db.command({ count: none.collectionName, query: unknown })],
    ['distinct', (none) => none.distinct('a', unknown)],
    ['deleteMany', (none) => none.deleteMany(unknown)],
    ['updateMany', (none) => none.updateMany(unknown, { $set: { a: 1 } })],
    ['findOneAndUpdate', (none) => none.findOneAndUpdate(unknown, { $set: { a: 1 } })],
    ['findOneAndDelete', (none) => none.findOneAndDelete(unknown)],
    ['$match', (none) => none.aggregate([{ $match: unknown }]).toArray()],
  ])('refuses an unknown operator where there is no collection: %s', async (_name, run) => {
    await expect(run(db.collection('none'))).rejects.toMatchObject({ code: 2 });
  });

  it('refuses an order of neither direction where there is no collection', async () => {
    await expect(db.command({ find: 'none', sort: { a: 7 } })).rejects.toMatchObject({ code: 15975 });
  });

  it.each(['abortTransaction', 'commitTransaction'] as const)(
    'shows a collection that a transaction has made to nobody before it ends: %s',
    async (end) => {
      const names = async (): Promise<string[]> => (await db.listCollections().toArray()).map(({ name }) => name);
      const session = connected.client.startSession();
      session.startTransaction();
      await db.collection<Document>('made').insertOne({ _id: 1 as never, n: 1 }, { session });
      await db.collection<Document>('made').updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session });
      expect(await db.collection('made').findOne({}, { session })).toEqual({ _id: 1, n: 2 });
      expect([await names(), await db.collection('made').countDocuments()]).toEqual([[], 0]);
      await session[end]();
      await session.endSession();
      const isKept = end === 'commitTransaction';
      expect(await names()).toEqual(isKept ? ['made'] : []);
      expect(await db.collection('made').find().toArray()).toEqual(isKept ? [{ _id: 1, n: 2 }] : []);
      await db.collection<Document>('made').insertOne({ _id: 2 as never });
      expect(await names()).toEqual(['made']);
    },
  );

  /** Runs commands in one transaction. @returns the reply to the last of them */
  async function within(...commands: Document[]): Promise<Document> {
    const session = connected.client.startSession();
    session.startTransaction();
    try {
      let reply: Document = {};
      for (const command of commands) reply = await db.command(command, { session });
      await session.commitTransaction();
      return reply;
    } finally {
      await session.endSession();
    }
  }

  it('makes a collection in a transaction, by create as by a write', async () => {
    const write = { insert: 'made', documents: [{ _id: 1 }] };
    const { cursor } = await within({ create: 'made' }, write, { find: 'made' });
    expect((cursor as Document).firstBatch).toEqual([{ _id: 1 }]);
    expect(await db.collection('made').find().toArray()).toEqual([{ _id: 1 }]);
    await expect(within({ create: 'made' })).rejects.toMatchObject({ code: 48 });
    await expect(within({ create: 'twice' }, { create: 'twice' })).rejects.toMatchObject({ code: 48 });
    await expect(within({ insert: 'twice', documents: [{}] }, { create: 'twice' })).rejects.toMatchObject({ code: 48 });
    await expect(db.command({ create: 'made' })).rejects.toMatchObject({ code: 48 });
    expect((await db.listCollections().toArray()).map(({ name }) => name)).toEqual(['made']);
  });

  it.runIf(server === 'embedded')(
    'makes no index in a transaction, which MongoDB does for what it has made',
    async () => {
      const indexes = [{ key: { a: 1 }, name: 'a' }];
      await expect(within({ create: 'made' }, { createIndexes: 'made', indexes })).rejects.toMatchObject({ code: 263 });
      expect(await db.listCollections().toArray()).toEqual([]);
    },
  );

  it.each<[path: string, a: unknown, code?: number]>([
    ['a.0', [1, 2]],
    ['a.0', { 0: 1 }],
    ['a.0', [{ 0: 1 }], 16746],
    ['a.0', [1, { 0: 2 }], 16746],
    ['a.0', [{}, { 0: 5 }], 16746],
    ['a.0', [{ b: { 0: 1 } }]],
    ['a.0', [[{ 0: 1 }]]],
    ['a.0', { 0: [{ 0: 1 }] }],
    ['a.1', [{ 1: 1 }]],
    ['a.0.b', [{ 0: 1 }], 16746],
    ['a.0.b', { 0: { b: 1 } }],
    ['a.b.0', [{ b: { 0: 1 } }]],
    ['a.b.0', { b: [{ 0: 1 }] }, 16746],
  ])('takes a number in the path of an index for a place or for a field: %s of %j', async (path, a, code) => {
    const outcome = (run: Promise<unknown>): Promise<unknown> =>
      run.then(
        () => undefined,
        (thrown: Document) => thrown.code as unknown,
      );
    const indexed = db.collection<Document>('indexed');
    await indexed.createIndex({ [path]: 1 });
    expect(await outcome(indexed.insertOne({ _id: 1, a } as Document))).toBe(code);
    await indexed.insertOne({ _id: 2 } as Document);
    expect(await outcome(indexed.updateOne({ _id: 2 } as Document, { $set: { a } }))).toBe(code);
    await rows.insertOne({ a });
    expect(await outcome(rows.createIndex({ [path]: 1 }))).toBe(code);
  });

  it('says ok by a double', async () => {
    const { ok } = await db.command({ ping: 1 }, { promoteValues: false });
    expect(ok).toMatchObject({ _bsontype: 'Double', value: 1 });
    const failed = await db.command({ unknown: 1 }, { promoteValues: false }).catch((thrown: unknown) => thrown);
    expect((failed as { errorResponse: Document }).errorResponse.ok).toMatchObject({ _bsontype: 'Double', value: 0 });
  });
});
