/** Few values that hold each other twice, again and again, would be written out without end: a short pipeline ends with a code, and at once. */
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let store: TestStore;
let client: MongoClient;
beforeAll(async () => {
  store = await openTestStore();
  client = await new MongoClient(store.uri).connect();
  await client.db('s').collection('rows').insertOne({ x: 'a text' });
});
afterAll(async () => {
  await client.close();
  await store.close();
});

const lists = Array.from({ length: 60 }, () => ({ $addFields: { x: ['$x', '$x'] } }));
const documents = Array.from({ length: 60 }, () => ({ $addFields: { x: { a: '$x', b: '$x' } } }));
const roots = Array.from({ length: 60 }, () => ({ $replaceWith: { a: '$$ROOT', b: '$$ROOT' } }));
let nested: unknown = '$$v';
for (let i = 0; i < 30; i += 1) nested = { $let: { vars: { v: ['$$v', '$$v'] }, in: nested } };

it.each<[string, object[], number]>([
  ['lists', lists, 10334],
  ['documents', documents, 10334],
  ['whole documents', roots, 10334],
  ['variables', [{ $project: { x: { $let: { vars: { v: 1 }, in: nested } } } }], 10334],
  ['lists that are grouped by', [...lists, { $group: { _id: '$x' } }], 10334],
  ['lists that are sorted by', [...lists, { $sort: { x: 1 } }], 10334],
  ['lists that are pushed', [...lists, { $group: { _id: null, all: { $push: '$x' } } }], 146],
  ['lists of a facet', [...lists, { $facet: { all: [] } }], 4031700],
  ['lists beside a key', [...lists, { $sort: { _id: 1 } }], 292],
])('%s', { timeout: 60_000 }, async (_what, pipeline, code) => {
  await expect(client.db('s').collection('rows').aggregate(pipeline).toArray()).rejects.toMatchObject({ code });
});

it('a document has at most 98 levels', async () => {
  const levels = (count: number): object => (count === 1 ? {} : { a: levels(count - 1) });
  const deep = client.db('s').collection('deep');
  await deep.insertOne(levels(98));
  await expect(deep.insertOne(levels(99))).rejects.toMatchObject({ code: 15 });
});

it('a list of 200,000 elements is indexed, and sorted by', { timeout: 60_000 }, async () => {
  const long = client.db('s').collection('long');
  await long.createIndex({ a: 1 });
  await long.insertOne({ a: Array.from({ length: 200_000 }, (_none, i) => i) });
  expect(await long.countDocuments({ a: 199_999 }, { hint: { a: 1 } })).toBe(1);
  expect(await long.find().sort({ a: -1, _id: 1 }).project({ _id: 1 }).toArray()).toHaveLength(1);
});
