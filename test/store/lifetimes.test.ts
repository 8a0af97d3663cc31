/** Documents, cursors and sessions whose time is over, and commands that are sent twice and applied once. */
import { Long, type Document } from 'mongodb';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StorageEngine } from '../../store/storage/engine.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore({ sweepEvery: 20 });
});
afterAll(() => store.close());

/** Waits for one more sweep of the store: it has then removed what had expired before this call. */
async function sweptOnce(): Promise<void> {
  const marks = store.client.db('l').collection('marks');
  await marks.createIndex({ until: 1 }, { expireAfterSeconds: 1 });
  await marks.insertOne({ until: new Date(0) });
  await expect.poll(() => marks.countDocuments()).toBe(0);
}

test('documents past the time of a TTL index are removed, others stay', async () => {
  const rows = store.client.db('l').collection<Document>('expiring');
  await rows.createIndex({ until: 1 }, { expireAfterSeconds: 3600 });
  const ago = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
  await rows.insertMany([
    { _id: 'past', until: ago(2) },
    { _id: 'not yet', until: ago(0.5) },
    { _id: 'one of several', until: [ago(0), ago(3)] },
    { _id: 'no date', until: 5 },
    { _id: 'no field' },
  ] as unknown as Document[]);
  await expect.poll(() => rows.countDocuments()).toBe(3);
  expect((await rows.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).toEqual([
    'no date',
    'no field',
    'not yet',
  ]);
});

test('a document that a transaction has locked expires when the transaction has ended', async () => {
  const rows = store.client.db('l').collection<Document>('held');
  await rows.insertOne({ _id: 1, until: new Date(0) } as unknown as Document);
  const session = store.client.startSession();
  session.startTransaction();
  await rows.updateOne({ _id: 1 } as Document, { $set: { n: 1 } }, { session });
  await rows.createIndex({ until: 1 }, { expireAfterSeconds: 1 });
  await sweptOnce();
  expect(await rows.countDocuments()).toBe(1);
  await session.commitTransaction();
  await expect.poll(() => rows.countDocuments()).toBe(0);
});

test('a cursor that is not read is closed when its time is over, and reading it then fails with 43; one without a timeout stays', async () => {
  const brief = await openTestStore({ sweepEvery: 20, cursorTimeout: 300 });
  const db = brief.client.db('l');
  await db.collection('read').insertMany(Array.from({ length: 5 }, (_none, i) => ({ i })));
  const open = async (options: Document): Promise<Long> =>
    Long.fromValue(((await db.command({ find: 'read', batchSize: 1, ...options })).cursor as { id: Long }).id);
  const [first, kept] = [await open({}), await open({ noCursorTimeout: true })];
  const isOpen = async (): Promise<number> =>
    ((await db.admin().serverStatus()).metrics as { cursor: { open: { total: number } } }).cursor.open.total;
  await expect.poll(isOpen).toBe(1);
  await expect(db.command({ getMore: first, collection: 'read' })).rejects.toMatchObject({
    code: 43,
    codeName: 'CursorNotFound',
  });
  expect((await db.command({ getMore: kept, collection: 'read' })).cursor).toMatchObject({
    nextBatch: [{ i: 1 }, { i: 2 }, { i: 3 }, { i: 4 }],
  });
  await brief.close();
});

test('work that waits for its next slice while the store is stopped ends with 11600, and reads no closed file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stopped-'));
  const engine = StorageEngine.open(folder, undefined);
  const endless = function* (): Generator<undefined, void> {
    for (;;) yield undefined;
  };
  const both = [engine.write(endless(), false), engine.read(endless())].map((work) =>
    expect(work).rejects.toMatchObject({ code: 11600, codeName: 'InterruptedAtShutdown' }),
  );
  engine.close();
  await Promise.all(both);
  rmSync(folder, { recursive: true });
});
