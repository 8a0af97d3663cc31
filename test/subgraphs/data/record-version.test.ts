import type { Collection } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atVersion, versionOf } from '../../../subgraphs/data/record-version.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

interface Row {
  _id: string;
  version?: number | null;
}

let store: TestStore;
let rows: Collection<Row>;
beforeAll(async () => {
  store = await openTestStore();
  rows = store.client.db('versions').collection<Row>('rows');
  await rows.insertMany([{ _id: 'old' }, { _id: 'first', version: 1 }, { _id: 'second', version: 2 }]);
});
afterAll(() => store.close());

const idsAt = async (version: number): Promise<string[]> =>
  (await rows.find(atVersion(version)).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);

it('takes a record that is older than versions for one that nobody has changed', async () => {
  expect(await idsAt(1)).toEqual(['first', 'old']);
  expect(versionOf((await rows.findOne({ _id: 'old' }))!)).toBe(1);
});

it('finds a changed record by its own version alone', async () => {
  expect(await idsAt(2)).toEqual(['second']);
  expect(versionOf((await rows.findOne({ _id: 'second' }))!)).toBe(2);
});
