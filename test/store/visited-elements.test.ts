/** The elements of arrays that an expression visits are limited for each document, however many documents there are. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../support/test-store.ts';

const DOCUMENTS = 220;
const ELEMENTS = Array.from({ length: 1000 }, (_none, i) => i);

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  const many = Array.from({ length: DOCUMENTS }, (_none, i) => ({ _id: i as never, list: ELEMENTS }));
  await store.client.db('d').collection('many').insertMany(many);
});
afterAll(() => store.close());

const aggregate = (...stages: object[]) => store.client.db('d').collection('many').aggregate(stages).toArray();
/** Visits all elements of the list. */
const hasLast = { $in: [999, '$list'] };

test('a stage visits the arrays of many documents', async () => {
  const counted = await aggregate({ $set: { found: hasLast } }, { $match: { found: true } }, { $count: 'n' });
  expect(counted).toEqual([{ n: DOCUMENTS }]);
});

test('so does $expr', async () => {
  expect(await aggregate({ $match: { $expr: hasLast } }, { $count: 'n' })).toEqual([{ n: DOCUMENTS }]);
});

test('the limit holds for one document, in nested scopes too', async () => {
  const visits = { $map: { input: '$list', in: { $in: ['$$this', '$list'] } } };
  await expect(aggregate({ $limit: 1 }, { $project: { x: visits } })).rejects.toMatchObject({ code: 115 });
  const match = { $match: { $expr: { $in: [true, visits] } } };
  await expect(aggregate({ $limit: 1 }, match)).rejects.toMatchObject({ code: 115 });
});
