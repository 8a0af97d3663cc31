/** What commands do, from MongoDB's manual: indexes, plans, collections, cursors, writes, joins, types. */
import {
  BSONRegExp,
  Binary,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  MongoBulkWriteError,
  ObjectId,
  Timestamp,
  UUID,
  type Collection,
  type Db,
  type Document,
} from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectTo, servers, type Connected } from './servers.ts';

describe.each(servers)('%s', (server) => {
  let connected: Connected;
  let db: Db;
  let rows: Collection<Document>;
  beforeAll(async () => {
    connected = await connectTo(server);
    db = connected.client.db('commands');
  });
  afterAll(() => connected.close());
  beforeEach(async () => {
    await db.dropDatabase();
    rows = db.collection('rows');
  });

  const fill = (...documents: Document[]): Promise<unknown> => rows.insertMany(documents);
  const ids = (found: Document[]): unknown[] => found.map(({ _id }) => _id);
  /** The stages of a plan from the top down. */
  const stages = (plan: Document | undefined): string[] =>
    plan === undefined ? [] : [plan.stage as string, ...stages(plan.inputStage as Document | undefined)];
  const explained = async (
    filter: Document,
    sort: Document = {},
  ): Promise<{ plan: string[]; keys: number; documents: number }> => {
    const told = await rows
      .find(filter)
      .sort(sort as Record<string, 1>)
      .explain('executionStats');
    return {
      plan: stages(told.queryPlanner.winningPlan),
      keys: told.executionStats.totalKeysExamined,
      documents: told.executionStats.totalDocsExamined,
    };
  };

  describe('indexes', () => {
    test('a plan is a scan of the collection without an index and of the index with one', async () => {
      await fill(...Array.from({ length: 50 }, (_none, i) => ({ _id: i, a: i % 10, b: i })));
      expect(await explained({ a: 3 })).toMatchObject({ plan: ['COLLSCAN'], documents: 50 });
      await rows.createIndex({ a: 1, b: -1 });
      expect(await explained({ a: 3 })).toEqual({ plan: ['FETCH', 'IXSCAN'], keys: 5, documents: 5 });
    });
    test('a compound index gives equality, range, $in, prefix and sort', async () => {
      await fill(...Array.from({ length: 60 }, (_none, i) => ({ _id: i, a: i % 3, b: i % 4, c: i })));
      await rows.createIndex({ a: 1, b: 1, c: -1 });
      expect((await explained({ a: 1, b: 2, c: { $gt: 30 } })).documents).toBe(
        await rows.countDocuments({ a: 1, b: 2, c: { $gt: 30 } }),
      );
      expect((await explained({ a: { $in: [0, 1] } })).documents).toBe(40);
      expect((await explained({ a: 1 }, { b: 1, c: -1 })).plan).toEqual(['FETCH', 'IXSCAN']);
      expect((await explained({ a: 1 }, { b: -1, c: 1 })).plan).toEqual(['FETCH', 'IXSCAN']);
      expect((await explained({ a: 1 }, { c: 1 })).plan).toContain('SORT');
      expect(await explained({ b: 1 })).toMatchObject({ plan: ['COLLSCAN'] });
      expect(ids(await rows.find({ a: 1 }).sort({ b: 1, c: -1 }).limit(2).toArray())).toEqual([52, 40]);
    });
    test('a unique index refuses with 11000, keyPattern and keyValue, also while it is made', async () => {
      await rows.createIndex({ a: 1 }, { unique: true });
      await rows.insertOne({ a: 1 });
      await expect(rows.insertOne({ a: 1 })).rejects.toMatchObject({
        code: 11000,
        keyPattern: { a: 1 },
        keyValue: { a: 1 },
      });
      await rows.insertOne({ b: 1 });
      await expect(rows.insertOne({ b: 2 })).rejects.toMatchObject({ code: 11000, keyValue: { a: null } });
      await fill({ c: 1, a: 5 }, { c: 1, a: 6 });
      await expect(rows.createIndex({ c: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
      expect((await rows.indexes()).map(({ name }) => name)).toEqual(['_id_', 'a_1']);
    });
    test('a sparse index leaves out documents without the field, and is not used where they would be missed', async () => {
      await rows.createIndex({ a: 1 }, { sparse: true, unique: true });
      await fill({ _id: 1 }, { _id: 2 }, { _id: 3, a: 1 });
      expect(ids(await rows.find({}).sort({ a: 1, _id: 1 }).toArray())).toEqual([1, 2, 3]);
      expect(ids(await rows.find({ a: null }).sort({ _id: 1 }).toArray())).toEqual([1, 2]);
      expect((await explained({ a: 1 })).plan).toEqual(['FETCH', 'IXSCAN']);
    });
    test('a partial index serves filters that imply its own', async () => {
      await rows.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { live: true } });
      await fill({ _id: 1, a: 1, live: true }, { _id: 2, a: 1, live: false }, { _id: 3, a: 1 });
      await expect(rows.insertOne({ a: 1, live: true })).rejects.toMatchObject({ code: 11000 });
      expect((await explained({ a: 1, live: true })).plan).toContain('IXSCAN');
      expect((await explained({ a: 1 })).plan).toEqual(['COLLSCAN']);
      expect(await rows.countDocuments({ a: 1 })).toBe(3);
    });
    test('a multikey index holds each element, and gives each document once', async () => {
      await rows.createIndex({ a: 1 });
      await fill({ _id: 1, a: [1, 2, 2] }, { _id: 2, a: 2 }, { _id: 3, a: [] });
      expect(
        ids(
          await rows
            .find({ a: { $gte: 1 } })
            .hint({ a: 1 })
            .sort({ _id: 1 })
            .toArray(),
        ),
      ).toEqual([1, 2]);
      expect(ids(await rows.find({ a: 2 }).sort({ _id: 1 }).toArray())).toEqual([1, 2]);
      await rows.createIndex({ a: 1, b: 1 });
      await expect(rows.insertOne({ a: [1], b: [1] })).rejects.toMatchObject({ code: 171 });
    });
    test('indexes are listed, made once, refused when they differ, and dropped', async () => {
      await rows.createIndex({ a: 1 });
      await rows.createIndex({ a: 1 });
      await expect(rows.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 86 });
      await expect(rows.createIndex({ a: 1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
      await expect(rows.createIndex({ b: 1 }, { name: 'a_1' })).rejects.toMatchObject({ code: 86 });
      expect(await rows.indexes()).toMatchObject([
        { v: 2, key: { _id: 1 }, name: '_id_' },
        { v: 2, key: { a: 1 }, name: 'a_1' },
      ]);
      await rows.dropIndex('a_1');
      await expect(rows.dropIndex('a_1')).rejects.toMatchObject({ code: 27 });
      await expect(rows.dropIndex('_id_')).rejects.toMatchObject({ code: 72 });
      await expect(rows.createIndex({ a: 0 } as never)).rejects.toMatchObject({ code: 67 });
    });
    test('a hint must name an index', async () => {
      await rows.insertOne({ a: 1 });
      await expect(rows.find({ a: 1 }).hint('nope').toArray()).rejects.toMatchObject({ code: 2 });
    });
    test('a TTL index is listed with its time', async () => {
      await rows.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
      expect((await rows.indexes())[1]).toMatchObject({ expireAfterSeconds: 3600 });
    });
  });

  describe('collections', () => {
    test('are created, listed and dropped', async () => {
      await db.createCollection('one');
      await db.createCollection('two');
      expect((await db.listCollections().toArray()).map(({ name, type }) => [name, type]).sort()).toEqual([
        ['one', 'collection'],
        ['two', 'collection'],
      ]);
      expect((await db.listCollections({ name: 'two' }, { nameOnly: true }).toArray()).map(({ name }) => name)).toEqual(
        ['two'],
      );
      for (const name of ['one', 'two']) expect(await db.dropCollection(name)).toBe(true);
      expect((await connected.client.db().admin().listDatabases()).databases.map(({ name }) => name)).not.toContain(
        'commands',
      );
    });
    test('that are not there are refused in the words of each command, by which clients tell it from other errors', async () => {
      const missing = { code: 26, codeName: 'NamespaceNotFound' };
      await expect(db.command({ drop: 'gone' })).rejects.toMatchObject({ ...missing, errmsg: 'ns not found' });
      await expect(db.command({ dropIndexes: 'gone', index: '*' })).rejects.toMatchObject({
        ...missing,
        errmsg: `ns not found ${db.databaseName}.gone`,
      });
      await expect(db.command({ listIndexes: 'gone' })).rejects.toMatchObject({
        ...missing,
        errmsg: `ns does not exist: ${db.databaseName}.gone`,
      });
    });
  });

  describe('sizes', () => {
    test('listDatabases adds up the sizes of databases', async () => {
      await fill({ _id: 1 });
      const { databases, totalSize } = (await connected.client
        .db('admin')
        .command({ listDatabases: 1 })) as unknown as {
        databases: { name: string; sizeOnDisk: number }[];
        totalSize: number;
      };
      expect(databases.find(({ name }) => name === 'commands')!.sizeOnDisk).toBeGreaterThan(0);
      expect(totalSize).toBe(databases.reduce((total, one) => total + one.sizeOnDisk, 0));
    });
  });

  describe('aggregation over collections', () => {
    test('needs a collection', async () => {
      await expect(db.aggregate([{ $match: {} }]).toArray()).rejects.toMatchObject({ code: 73 });
      await expect(rows.aggregate([{ $lookup: { from: 'other', as: 'a' } }]).toArray()).rejects.toMatchObject({
        code: 9,
      });
    });
    test('$lookup joins by a field, and into arrays', async () => {
      await fill({ _id: 1, k: 'x' }, { _id: 2, k: ['x', 'y'] }, { _id: 3 });
      await db
        .collection<Document>('other')
        .insertMany([{ _id: 'a', f: 'x', n: 1 }, { _id: 'b', f: 'y', n: 5 }, { _id: 'c' }] as Document[]);
      const joined = await rows
        .aggregate([{ $sort: { _id: 1 } }, { $lookup: { from: 'other', localField: 'k', foreignField: 'f', as: 'o' } }])
        .toArray();
      expect(joined.map(({ o }) => ids(o as Document[]))).toEqual([['a'], ['a', 'b'], ['c']]);
    });
    test('$facet gives each pipeline the same documents', async () => {
      await fill({ _id: 1, a: 1 }, { _id: 2, a: 1 }, { _id: 3, a: 2 });
      expect(
        await rows
          .aggregate([
            {
              $facet: {
                n: [{ $count: 'n' }],
                by: [{ $group: { _id: '$a', count: { $sum: 1 } } }, { $sort: { count: -1 } }],
                first: [{ $sort: { _id: 1 } }, { $limit: 1 }],
              },
            },
          ])
          .toArray(),
      ).toEqual([
        {
          n: [{ n: 3 }],
          by: [
            { _id: 1, count: 2 },
            { _id: 2, count: 1 },
          ],
          first: [{ _id: 1, a: 1 }],
        },
      ]);
    });
  });

  describe('projections', () => {
    const shown = async (filter: Document, projection: Document): Promise<unknown> =>
      (await rows.find(filter).project(projection).toArray())[0];
    beforeEach(() =>
      fill({
        _id: 1,
        a: 1,
        b: { c: 2, d: 3 },
        l: [
          { x: 1, y: 1 },
          { x: 2, y: 2 },
          { x: 2, y: 3 },
        ],
        n: [5, 6, 7],
      }),
    );
    test.each<[string, Document, Document, unknown]>([
      ['inclusion keeps _id', {}, { a: 1 }, { _id: 1, a: 1 }],
      ['_id alone may be excluded', {}, { a: 1, _id: 0 }, { a: 1 }],
      ['exclusion', {}, { l: 0, n: 0, b: 0 }, { _id: 1, a: 1 }],
      ['a path into a document', {}, { 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
      ['a path into an array', {}, { 'l.x': 1 }, { _id: 1, l: [{ x: 1 }, { x: 2 }, { x: 2 }] }],
      ['an expression', {}, { sum: { $add: ['$a', '$b.c'] } }, { _id: 1, sum: 3 }],
    ])('%s', async (_name, filter, projection, result) => expect(await shown(filter, projection)).toEqual(result));
    test.each<[string, Document, number]>([
      ['inclusion with exclusion', { a: 1, b: 0 }, 31254],
      ['exclusion with inclusion', { a: 0, b: 1 }, 31253],
      ['a path and its parent', { b: 1, 'b.c': 1 }, 31249],
    ])('%s is refused', async (_name, projection, code) =>
      expect(shown({}, projection)).rejects.toMatchObject({ code }),
    );
  });

  describe('writes', () => {
    test('an upsert takes equalities of the filter, and $setOnInsert', async () => {
      const result = await rows.updateOne(
        { _id: 7 as never, a: 1, b: { $gt: 2 }, 'c.d': 4 },
        { $set: { e: 5 }, $setOnInsert: { f: 6 } },
        { upsert: true },
      );
      expect(result).toMatchObject({ matchedCount: 0, modifiedCount: 0, upsertedCount: 1, upsertedId: 7 });
      expect(await rows.findOne()).toEqual({ _id: 7, a: 1, c: { d: 4 }, e: 5, f: 6 });
      await rows.updateOne({ _id: 7 as never }, { $setOnInsert: { g: 1 } }, { upsert: true });
      expect(await rows.countDocuments({ g: 1 })).toBe(0);
    });
    test('a replacement keeps _id and drops the rest; operators in it are refused', async () => {
      await fill({ _id: 1, a: 1, b: 2 });
      await rows.replaceOne({ _id: 1 as never }, { c: 3 });
      expect(await rows.findOne()).toEqual({ _id: 1, c: 3 });
      await expect(rows.replaceOne({ _id: 1 as never }, { _id: 2 as never, c: 3 })).rejects.toMatchObject({ code: 66 });
    });
    test('counts tell what matched from what changed', async () => {
      await fill({ _id: 1, a: 1 }, { _id: 2, a: 2 });
      expect(await rows.updateMany({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
      expect(await rows.deleteOne({})).toMatchObject({ deletedCount: 1 });
      expect(await rows.deleteMany({ none: 1 })).toMatchObject({ deletedCount: 0 });
    });
    test.each<[string, Document, Document, Document | Document[], Document[] | undefined, Document]>([
      [
        'nested arrayFilters',
        { l: [{ m: [{ n: 1 }, { n: 5 }] }, { m: [{ n: 9 }] }] },
        {},
        { $set: { 'l.$[].m.$[big].n': 0 } },
        [{ 'big.n': { $gte: 5 } }],
        { l: [{ m: [{ n: 1 }, { n: 0 }] }, { m: [{ n: 0 }] }] },
      ],
      [
        'two arrayFilters',
        { a: [1, 5], b: [1, 5] },
        {},
        { $inc: { 'a.$[x]': 10, 'b.$[y]': 10 } },
        [{ x: { $gt: 2 } }, { y: 1 }],
        { a: [1, 15], b: [11, 5] },
      ],
      [
        'positional in an array of documents',
        { l: [{ x: 1 }, { x: 2 }] },
        { 'l.x': 2 },
        { $set: { 'l.$.y': 1 } },
        undefined,
        { l: [{ x: 1 }, { x: 2, y: 1 }] },
      ],
      [
        'positional by $elemMatch',
        {
          l: [
            { x: 1, z: 1 },
            { x: 1, z: 2 },
          ],
        },
        { l: { $elemMatch: { x: 1, z: 2 } } },
        { $set: { 'l.$': 'hit' } },
        undefined,
        { l: [{ x: 1, z: 1 }, 'hit'] },
      ],
      ['$unset in an array leaves null', { a: [1, 2] }, {}, { $unset: { 'a.0': '' } }, undefined, { a: [null, 2] }],
      [
        'a pipeline with $replaceWith',
        { a: 1 },
        {},
        [{ $replaceWith: { _id: '$_id', a: '$a', b: { $add: ['$a', 1] } } }],
        undefined,
        { a: 1, b: 2 },
      ],
      ['a pipeline with $project', { a: 1, b: 2 }, {}, [{ $project: { b: 1 } }], undefined, { b: 2 }],
      [
        '$push of documents sorted by a field',
        { l: [{ n: 2 }] },
        {},
        { $push: { l: { $each: [{ n: 1 }, { n: 3 }], $sort: { n: -1 }, $slice: 2 } } },
        undefined,
        { l: [{ n: 3 }, { n: 2 }] },
      ],
      ['$currentDate with a type', {}, {}, [{ $set: { a: { $type: '$$NOW' } } }], undefined, { a: 'date' }],
    ])('%s', async (_name, before, filter, update, arrayFilters, after) => {
      await fill({ _id: 1, ...before });
      await rows.updateOne({ _id: 1 as never, ...filter }, update, arrayFilters === undefined ? {} : { arrayFilters });
      expect(await rows.findOne({}, { projection: { _id: 0 } })).toEqual(after);
    });
    test.each<[string, Document | Document[], Document[] | undefined, number]>([
      ['a filter for an array that is not used', { $set: { a: 1 } }, [{ x: 1 }], 9],
      ['a named element without a filter', { $set: { 'a.$[x]': 1 } }, undefined, 2],
      ['a positional $ without a match', { $set: { 'a.$': 1 } }, undefined, 2],
      ['$group in an update', [{ $group: { _id: 1 } }], undefined, 72],
      ['$set of a $ path', { $set: { $x: 1 } }, undefined, 52],
    ])('%s is refused', async (_name, update, arrayFilters, code) => {
      await fill({ _id: 1, a: [1] });
      await expect(
        rows.updateOne({ _id: 1 as never }, update, arrayFilters === undefined ? {} : { arrayFilters }),
      ).rejects.toMatchObject({ code });
    });
    test('findAndModify gives before or after, sorted and projected, and removes', async () => {
      await fill({ _id: 1, a: 1, s: 2 }, { _id: 2, a: 1, s: 1 });
      expect(await rows.findOneAndUpdate({ a: 1 }, { $inc: { a: 1 } }, { sort: { s: 1 } })).toEqual({
        _id: 2,
        a: 1,
        s: 1,
      });
      expect(
        await rows.findOneAndUpdate(
          { _id: 2 as never },
          { $inc: { a: 1 } },
          { returnDocument: 'after', projection: { a: 1, _id: 0 } },
        ),
      ).toEqual({ a: 3 });
      expect(
        await rows.findOneAndReplace({ _id: 9 as never }, { z: 1 }, { upsert: true, returnDocument: 'after' }),
      ).toEqual({ _id: 9, z: 1 });
      expect(await rows.findOneAndDelete({ _id: 9 as never })).toEqual({ _id: 9, z: 1 });
      expect(await rows.findOneAndUpdate({ none: 1 }, { $set: { a: 1 } })).toBeNull();
    });
    test('an ordered bulk stops at its first error, an unordered one goes on', async () => {
      const bulk = [
        { insertOne: { document: { _id: 1 } } },
        { insertOne: { document: { _id: 1 } } },
        { insertOne: { document: { _id: 2 } } },
        { updateOne: { filter: { _id: 2 }, update: { $set: { a: 1 } } } },
        { deleteOne: { filter: { _id: 1 } } },
      ] as never[];
      const ordered = await rows.bulkWrite(bulk).catch((thrown: MongoBulkWriteError) => thrown);
      expect(ordered).toBeInstanceOf(MongoBulkWriteError);
      expect(ids(await rows.find().toArray())).toEqual([1]);
      await rows.deleteMany({});
      await expect(rows.bulkWrite(bulk, { ordered: false })).rejects.toMatchObject({ code: 11000 });
      expect(await rows.find().toArray()).toEqual([{ _id: 2, a: 1 }]);
    });
  });

  describe('cursors', () => {
    beforeEach(() => fill(...Array.from({ length: 25 }, (_none, i) => ({ _id: i }))));
    test('give batches, and end at the limit', async () => {
      const first = await db.command({ find: 'rows', sort: { _id: 1 }, batchSize: 10, limit: 15 });
      expect(first.cursor.firstBatch).toHaveLength(10);
      const next = await db.command({
        getMore: Long.fromBigInt(BigInt(String(first.cursor.id))),
        collection: 'rows',
        batchSize: 10,
      });
      expect(ids(next.cursor.nextBatch as Document[])).toEqual([10, 11, 12, 13, 14]);
      expect(Number(next.cursor.id)).toBe(0);
    });
    test('batchSize 0 opens a cursor, singleBatch closes it', async () => {
      expect((await db.command({ find: 'rows', batchSize: 0 })).cursor).toMatchObject({ firstBatch: [] });
      expect(Number((await db.command({ find: 'rows', batchSize: 2, singleBatch: true })).cursor.id)).toBe(0);
    });
    test('end when they are killed', async () => {
      const { cursor } = await db.command({ find: 'rows', batchSize: 5 }, { promoteLongs: false });
      expect(await db.command({ killCursors: 'rows', cursors: [cursor.id] })).toMatchObject({
        cursorsKilled: [expect.anything()],
      });
      await expect(db.command({ getMore: cursor.id as Long, collection: 'rows' })).rejects.toMatchObject({ code: 43 });
      expect(await db.command({ killCursors: 'rows', cursors: [cursor.id] })).toMatchObject({
        cursorsNotFound: [expect.anything()],
      });
    });
    test('end when their collection is dropped', async () => {
      const { cursor } = await db.command(
        { find: 'rows', batchSize: 5, filter: { _id: { $gte: 0 } } },
        { promoteLongs: false },
      );
      await rows.drop();
      const error = await db.command({ getMore: cursor.id as Long, collection: 'rows', batchSize: 100 }).then(
        () => undefined,
        (thrown: { code: number }) => thrown.code,
      );
      expect([undefined, 175]).toContain(error);
    });
    test('skip and limit', async () => {
      expect(ids(await rows.find().sort({ _id: -1 }).skip(3).limit(2).toArray())).toEqual([21, 20]);
      await expect(db.command({ find: 'rows', skip: -1 })).rejects.toMatchObject({ code: 51024 });
    });
    test('distinct and counts', async () => {
      await fill({ _id: 100, t: ['x', 'y'] }, { _id: 101, t: 'x' });
      expect(await rows.distinct('t')).toEqual(['x', 'y']);
      expect(await rows.estimatedDocumentCount()).toBe(27);
      expect(await rows.countDocuments({ _id: { $gte: 20 as never } }, { skip: 1, limit: 3 })).toBe(3);
    });
  });

  const types: [string, unknown][] = [
    ['int', new Int32(7)],
    ['long', Long.fromString('9007199254740993')],
    ['double that is whole', new Double(7)],
    ['NaN', new Double(NaN)],
    ['minus zero', new Double(-0)],
    ['decimal', Decimal128.fromString('1.10')],
    ['string', 'é\u0000x'],
    ['document', { b: 1, a: { c: [] } }],
    ['array', [1, 'x', null]],
    ['binary', new Binary(Buffer.of(1, 2), 0)],
    ['UUID', new UUID('0f2c1c8e-4f3e-4a55-9d1b-1f6d0f9f2c11').toBinary()],
    ['ObjectId', new ObjectId('65f000000000000000000001')],
    ['true', true],
    ['date before 1970', new Date(-1)],
    ['null', null],
    ['regular expression', new BSONRegExp('^a', 'i')],
    ['timestamp', new Timestamp({ t: 5, i: 6 })],
    ['MinKey', new MinKey()],
    ['MaxKey', new MaxKey()],
    ['code', new Code('f()')],
    ['code with scope', new Code('f()', { x: 1 })],
  ];
  test.each(types)('%s comes back as it went', async (_name, value) => {
    await rows.insertOne({ v: value } as Document);
    const back = (await rows.findOne({}, { promoteValues: false, bsonRegExp: true, projection: { _id: 0 } }))!;
    const plain = (await rows.findOne({}, { promoteLongs: false, bsonRegExp: true, projection: { _id: 0 } }))!;
    const { BSON } = await import('mongodb');
    expect(Buffer.from(BSON.serialize(back)).toString('hex')).toBe(
      Buffer.from(BSON.serialize({ v: value })).toString('hex'),
    );
    expect(Object.keys(plain)).toEqual(['v']);
  });

  const ordered: unknown[] = [
    new MinKey(),
    null,
    new Double(NaN),
    -Infinity,
    new Int32(-1),
    Decimal128.fromString('0.5'),
    Long.fromNumber(1),
    new Double(1.5),
    Infinity,
    'A',
    'a',
    {},
    { a: 1 },
    { a: 2 },
    { b: 0 },
    new Binary(Buffer.of(9), 0),
    new Binary(Buffer.of(1, 1), 0),
    new ObjectId('65f000000000000000000001'),
    false,
    true,
    new Date(-5),
    new Date(0),
    new Timestamp({ t: 1, i: 1 }),
    new BSONRegExp('a', ''),
    new MaxKey(),
  ];
  test.each([
    ['without an index', false],
    ['with an index', true],
  ])('values sort in BSON order %s', async (_name, indexed) => {
    if (indexed) await rows.createIndex({ v: 1, _id: 1 });
    await fill(...ordered.map((v, i) => ({ _id: i, v })).reverse());
    expect(ids(await rows.find().sort({ v: 1, _id: 1 }).toArray())).toEqual(ordered.map((_v, i) => i));
    expect(ids(await rows.find().sort({ v: -1, _id: -1 }).toArray())).toEqual(ordered.map((_v, i) => i).reverse());
  });
});
