/** Transactions: what they read, what others do not see of them, and how they end. */
import { Long, MongoClient, type Collection, type Document } from 'mongodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let store: TestStore;
let people: Collection<Document>;
beforeAll(async () => {
  store = await openTestStore();
  people = store.client.db('t').collection('people');
  await people.createIndex({ nik: 1 }, { unique: true });
});
afterAll(() => store.close());
beforeEach(async () => {
  await people.deleteMany({});
  await people.insertMany([
    { _id: 1, nik: 'a', n: 0 },
    { _id: 2, nik: 'b', n: 0 },
  ] as unknown as Document[]);
});

test('reads a snapshot and its own writes', async () => {
  const session = store.client.startSession();
  session.startTransaction();
  expect(await people.countDocuments({}, { session })).toBe(2);
  await people.insertOne({ nik: 'outside' });
  await people.updateOne({ nik: 'a' }, { $set: { nik: 'moved' } }, { session });
  expect(
    await people
      .find({}, { session })
      .sort({ nik: 1 })
      .map(({ nik }) => nik)
      .toArray(),
  ).toEqual(['b', 'moved']);
  expect(await people.findOne({ nik: 'a' }, { session })).toBeNull();
  expect(await people.findOne({ nik: 'a' })).not.toBeNull();
  await session.commitTransaction();
  expect(
    await people
      .find()
      .sort({ nik: 1 })
      .map(({ nik }) => nik)
      .toArray(),
  ).toEqual(['b', 'moved', 'outside']);
});

test('an aborted transaction leaves nothing', async () => {
  const session = store.client.startSession();
  session.startTransaction();
  await people.deleteMany({}, { session });
  expect(await people.countDocuments({}, { session })).toBe(0);
  await session.abortTransaction();
  expect(await people.countDocuments()).toBe(2);
});

test('two writers of one document conflict with 112 and the label that makes a driver retry', async () => {
  const [first, second] = [store.client.startSession(), store.client.startSession()];
  first.startTransaction();
  second.startTransaction();
  await people.updateOne({ _id: 1 } as Document, { $inc: { n: 1 } }, { session: first });
  const thrown = await people
    .updateOne({ _id: 1 } as Document, { $inc: { n: 1 } }, { session: second })
    .catch((error: unknown) => error);
  expect(thrown).toMatchObject({ code: 112, errorLabels: ['TransientTransactionError'] });
  await first.commitTransaction();
  expect((await people.findOne({ nik: 'a' }))!.n).toBe(1);
});

test('a write after the snapshot conflicts too', async () => {
  const session = store.client.startSession();
  session.startTransaction();
  await people.findOne({ _id: 1 } as Document, { session });
  await people.updateOne({ _id: 1 } as Document, { $inc: { n: 5 } });
  await expect(people.updateOne({ _id: 1 } as Document, { $inc: { n: 1 } }, { session })).rejects.toMatchObject({
    code: 112,
  });
});

test('a write outside of transactions waits for the one that has locked its document', async () => {
  const session = store.client.startSession();
  session.startTransaction();
  await people.updateOne({ _id: 1 } as Document, { $inc: { n: 1 } }, { session });
  const outside = people.updateOne({ _id: 1 } as Document, { $inc: { n: 10 } });
  await people.updateOne({ _id: 2 } as Document, { $inc: { n: 1 } });
  await session.commitTransaction();
  await outside;
  expect((await people.findOne({ nik: 'a' }))!.n).toBe(11);
});

test('concurrent withTransaction calls lose no increment', async () => {
  await Promise.all(
    Array.from({ length: 10 }, () =>
      store.client.withSession((session) =>
        session.withTransaction(async () => {
          const { n } = (await people.findOne({ _id: 1 } as Document, { session }))!;
          await people.updateOne({ _id: 1 } as Document, { $set: { n: n + 1 } }, { session });
        }),
      ),
    ),
  );
  expect((await people.findOne({ nik: 'a' }))!.n).toBe(10);
});

test('a lost connection aborts its transaction', async () => {
  const other = await new MongoClient(store.uri).connect();
  const session = other.startSession();
  session.startTransaction();
  await other
    .db('t')
    .collection('people')
    .updateOne({ nik: 'a' }, { $inc: { n: 7 } }, { session });
  await other.close(true);
  await people.updateOne({ nik: 'a' }, { $inc: { n: 1 } });
  expect((await people.findOne({ nik: 'a' }))!.n).toBe(1);
});

test('a retryable write that is sent again is answered and not applied again', async () => {
  const session = store.client.startSession();
  // Far above what the driver itself has counted on a session of its pool.
  const command = {
    update: 'people',
    updates: [{ q: { nik: 'a' }, u: { $inc: { n: 1 } } }],
    txnNumber: Long.fromNumber(1_000_000),
  };
  const send = (): Promise<Document> => store.client.db('t').command({ ...command }, { session });
  expect(await send()).toMatchObject({ n: 1, nModified: 1 });
  expect(await send()).toMatchObject({ n: 1, nModified: 1 });
  expect((await people.findOne({ nik: 'a' }))!.n).toBe(1);
});

test('an index that is made while a transaction is open does not hide what the transaction reads', async () => {
  const rows = store.client.db('t').collection<Document>('late');
  await rows.insertMany([{ k: 1 }, { k: 1 }]);
  const session = store.client.startSession();
  session.startTransaction();
  await rows.insertOne({ k: 1 }, { session });
  await rows.createIndex({ k: 1 });
  await rows.insertOne({ k: 1 }, { session });
  expect(await rows.find({ k: 1 }, { session }).toArray()).toHaveLength(4);
  expect(await rows.find({ k: 1 }).toArray()).toHaveLength(2);
  await session.commitTransaction();
  await session.endSession();
  expect(await rows.find({ k: 1 }).hint({ k: 1 }).toArray()).toHaveLength(4);
});
