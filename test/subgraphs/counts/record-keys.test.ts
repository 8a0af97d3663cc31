/** Record keys: one for each person's record, whatever way it is written, and their sums beside the counts. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addRecordKeys } from '../../../subgraphs/counts/keeps-record-keys.ts';
import { recordKeys } from '../../../subgraphs/counts/record-key.ts';
import { together } from '../../../subgraphs/counts/tally.ts';
import { connectDatabase, type DatabaseConnection } from '../../../subgraphs/data/database.ts';
import { groupModels, type GroupModels } from '../../../subgraphs/groups/models.ts';
import { recountQueue } from '../../../subgraphs/counts/recount-queue.ts';
import { memberSources } from '../../../subgraphs/groups/member-counts.ts';
import { MaterializedCounts } from '../../../subgraphs/counts/materialized-counts.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

const SECRET = '7e'.repeat(32);
const keyOf = recordKeys(SECRET, 'groups');
let store: TestStore;
let connection: DatabaseConnection;
let Member: GroupModels['Member'];

beforeAll(async () => {
  store = await openTestStore();
  connection = await connectDatabase(store.uri, 'keys');
  ({ Member } = groupModels(connection, recountQueue(connection), keyOf));
});
beforeEach(async () => void (await Member.deleteMany({})));
afterAll(async () => {
  await connection.close();
  await store.close();
});

const member = (_id: string, token: string | null, village = 'v.1') => ({
  _id,
  token,
  name: 'Uji',
  group: 'RT',
  unit: 'RT 001',
  village,
  status: 'ACTIVE',
  termFrom: '2025-01-01',
});
const kept = async (_id: string): Promise<number | undefined> =>
  ((await connection.collection('members').findOne({ _id } as never)) as { recordKey?: number } | null)?.recordKey;

it('is the same for a person on every record, and another for another person, under another secret or in another agency', () => {
  const keys = [
    keyOf('psr_a'),
    keyOf('psr_b'),
    recordKeys('8f'.repeat(32), 'groups')('psr_a'),
    recordKeys(SECRET, 'workers')('psr_a'),
  ];
  expect(new Set(keys).size).toBe(4);
  expect(recordKeys(SECRET, 'groups')('psr_a')).toBe(keys[0]);
  for (const key of keys) expect(Number.isInteger(key) && key >= 0 && key < 2 ** 32).toBe(true);
});

it("follows the token through every write, and is the id's where there is no token", async () => {
  await Member.insertMany([member('m-1', 'psr_a'), member('m-2', null)] as never);
  await new Member(member('m-3', 'psr_c')).save();
  expect([await kept('m-1'), await kept('m-2'), await kept('m-3')]).toEqual([
    keyOf('psr_a'),
    keyOf('m-2'),
    keyOf('psr_c'),
  ]);
  await Member.updateOne({ _id: 'm-1' }, { $set: { token: 'psr_z' } });
  await Member.findOneAndUpdate({ _id: 'm-2' }, { token: 'psr_y' });
  await Member.replaceOne({ _id: 'm-3' }, member('m-3', 'psr_x') as never);
  expect([await kept('m-1'), await kept('m-2'), await kept('m-3')]).toEqual([
    keyOf('psr_z'),
    keyOf('psr_y'),
    keyOf('psr_x'),
  ]);
  await Member.updateMany({}, { $set: { token: null } });
  expect([await kept('m-1'), await kept('m-2')]).toEqual([keyOf('m-1'), keyOf('m-2')]);
  await Member.updateOne({ _id: 'm-1' }, { $set: { village: 'v.2' } });
  expect(await kept('m-1')).toBe(keyOf('m-1'));
});

it('is added to records older than record keys', async () => {
  await connection.collection('members').insertMany([member('m-1', 'psr_a'), member('m-2', null)] as never);
  expect(await addRecordKeys([Member] as never, keyOf)).toBe(2);
  expect([await kept('m-1'), await kept('m-2'), await addRecordKeys([Member] as never, keyOf)]).toEqual([
    keyOf('psr_a'),
    keyOf('m-2'),
    0,
  ]);
});

it('adds up beside the count, modulo 2^32: villages to a district, in whatever order', async () => {
  const people = Array.from({ length: 40 }, (_, at) => member(`m-${at}`, `psr_${at}`, at < 25 ? 'v.1' : 'v.2'));
  await Member.insertMany(people as never);
  const summary = new MaterializedCounts(connection, memberSources({ Member } as GroupModels));
  for (const village of ['v.1', 'v.2']) await summary.recount(`members:${village}`);
  const cells = (await summary.read()).of('members').flatMap((part) => part.cells);
  const sum = people.reduce((total, { token }) => (total + keyOf(token!)) % 2 ** 32, 0);
  expect(together(cells)).toEqual({ n: 40, key: sum });
  expect(together(cells.toReversed())).toEqual({ n: 40, key: sum });
});
