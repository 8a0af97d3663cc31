/** Counts follow writes, a village at a time, and forget none of them. */
import mongoose, { type Connection } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordKeys } from '../../../subgraphs/counts/record-key.ts';
import { DEVELOPMENT_KEYS } from '../../../subgraphs/settings.ts';
import { groupModels } from '../../../subgraphs/groups/models.ts';
import { recountQueue } from '../../../subgraphs/counts/recount-queue.ts';
import { workerModels } from '../../../subgraphs/workers/models.ts';
import { FILL_MS, startSampleGraph, type SampleGraph } from '../../support/sample.ts';

const HERE = '32.75.01.1001';
const THERE = '32.75.12.1004';

let graph: SampleGraph;
let workerDb: Connection;
let groupDb: Connection;

beforeAll(async () => {
  graph = await startSampleGraph();
  workerDb = await mongoose
    .createConnection(graph.mongodbUri, { dbName: 'sigap_workers', autoIndex: false, autoCreate: false })
    .asPromise();
  groupDb = await mongoose
    .createConnection(graph.mongodbUri, { dbName: 'sigap_groups', autoIndex: false, autoCreate: false })
    .asPromise();
}, FILL_MS);
afterAll(async () => {
  await workerDb.close();
  await groupDb.close();
  await graph.stop();
});

const models = () => {
  const queue = recountQueue(workerDb);
  return workerDb.models['Worker'] === undefined
    ? workerModels(workerDb, queue, recordKeys(DEVELOPMENT_KEYS.recordKey, 'workers'))
    : (workerDb.models as unknown as ReturnType<typeof workerModels>);
};

async function counts(): Promise<Record<string, number>> {
  const { data } = await graph.ask(
    `{ here: village(code: "${HERE}") { workerCount } there: village(code: "${THERE}") { workerCount } city { workerCount fundedTwice coverage { covered } } }`,
  );
  return {
    here: data.here.workerCount,
    there: data.there.workerCount,
    city: data.city.workerCount,
    covered: data.city.coverage.covered,
    twice: data.city.fundedTwice,
  };
}

test('a worker who moves is counted where they live, and only two villages are counted again', async () => {
  const { Worker } = models();
  const before = await counts();
  const worker = (await Worker.findOne({ village: HERE, status: 'ACTIVE' }))!;
  worker.village = THERE;
  await worker.save();
  expect(await counts()).toEqual(before);
  expect(await graph.subgraphs.get('workers')!.refresh()).toBe(2);
  expect(await counts()).toEqual({ ...before, here: before['here']! - 1, there: before['there']! + 1 });
  await Worker.updateOne({ _id: worker._id }, { $set: { village: HERE } });
  expect(await graph.subgraphs.get('workers')!.refresh()).toBe(2);
  expect(await counts()).toEqual(before);
});

test('inserting, ending cover and deleting are all counted', async () => {
  const { Worker } = models();
  const before = await counts();
  const plain = {
    occupation: 'OJEK',
    sector: 'TRANSPORT',
    village: HERE,
    status: 'ELIGIBLE',
    enrolledOn: '2025-12-01',
    batch: 'test',
    name: 'Uji',
  };
  await Worker.insertMany([
    { _id: 'w-test-1', ...plain },
    { _id: 'w-test-2', ...plain, membership: { insurerStatus: 'ACTIVE', monthsInRow: 1 } },
  ] as never);
  await graph.subgraphs.get('workers')!.refresh();
  expect(await counts()).toEqual({
    ...before,
    here: before['here']! + 2,
    city: before['city']! + 2,
    covered: before['covered']! + 1,
  });
  await Worker.findOneAndUpdate({ _id: 'w-test-2' }, { $set: { 'membership.insurerStatus': 'CLOSED' } });
  await graph.subgraphs.get('workers')!.refresh();
  expect((await counts())['covered']).toBe(before['covered']);
  await Worker.deleteMany({ batch: 'test' });
  await graph.subgraphs.get('workers')!.refresh();
  expect(await counts()).toEqual(before);
});

test('a person who joins a group is counted as funded twice, and no longer when they leave', async () => {
  const { Worker } = models();
  const { Member } = groupModels(groupDb, recountQueue(groupDb), recordKeys(DEVELOPMENT_KEYS.recordKey, 'groups'));
  const before = await counts();
  const twice = new Set((await Member.find({}, { token: 1 }).lean()).map(({ token }) => token));
  const worker = (await Worker.find({ village: HERE, status: 'ACTIVE' }).lean()).find(
    ({ token }) => !twice.has(token),
  )!;
  const member = {
    _id: 'm-test-1',
    name: 'Uji',
    token: worker.token,
    group: 'RT',
    unit: 'RT 001',
    village: THERE,
    status: 'ACTIVE',
    termFrom: '2025-01-01',
  };
  await Member.insertMany([member] as never);
  await settle();
  expect((await counts())['twice']).toBe(before['twice']! + 1);
  const { data } = await graph.ask('query ($t: ID!) { person(token: $t) { fundedTwice memberships { id } } }', {
    t: worker.token,
  });
  expect(data.person).toEqual({ fundedTwice: true, memberships: [{ id: 'm-test-1' }] });
  await Member.deleteOne({ _id: 'm-test-1' });
  await settle();
  expect((await counts())['twice']).toBe(before['twice']);
});

async function settle(): Promise<void> {
  for (const name of ['groups', 'workers', 'funding']) await graph.subgraphs.get(name)!.refresh();
}

test('a mark set while its partition is counted is not lost', async () => {
  const queue = recountQueue(workerDb, 'dirty_test');
  await queue.mark(['a']);
  const claim = (await queue.claim())!;
  expect(await queue.claim()).toBeUndefined();
  await queue.mark(['a']);
  await claim.finish();
  const again = (await queue.claim())!;
  expect(again.id).toBe('a');
  await again.finish();
  expect(await queue.claim()).toBeUndefined();
});
