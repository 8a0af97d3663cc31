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

test('$redact visits the arrays of many documents', async () => {
  const kept = await aggregate({ $redact: { $cond: [hasLast, '$$KEEP', '$$PRUNE'] } }, { $count: 'n' });
  expect(kept).toEqual([{ n: DOCUMENTS }]);
});

test('so do the variables of $merge', async () => {
  const stage = { into: 'target', let: { found: hasLast }, whenMatched: [{ $set: { found: '$$found' } }] };
  for (let time = 0; time < 2; time += 1) await aggregate({ $merge: stage });
  expect(await store.client.db('d').collection('target').countDocuments({ found: true })).toBe(DOCUMENTS);
});

test('the limit holds for one document, in nested scopes too', async () => {
  const visits = { $map: { input: '$list', in: { $in: ['$$this', '$list'] } } };
  await expect(aggregate({ $limit: 1 }, { $project: { x: visits } })).rejects.toMatchObject({ code: 115 });
  const redact = { $redact: { $cond: [{ $allElementsTrue: [visits] }, '$$KEEP', '$$PRUNE'] } };
  await expect(aggregate({ $limit: 1 }, redact)).rejects.toMatchObject({ code: 115 });
});
