import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuditLog } from '../../../gateway/audit/audit-log.ts';
import { personAccessLog, seenByClient } from '../../../gateway/audit/audit-queries.ts';
import { mongoAuditStore, type AuditStore } from '../../../gateway/audit/audit-store.ts';
import { verify } from '../../../gateway/audit/main.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';
import { record } from './memory-store.ts';

const KEY = 'a key of at least thirty-two bytes!';
let database: TestStore;
let store: AuditStore;

beforeAll(async () => {
  database = await openTestStore();
  store = await mongoAuditStore(database.uri);
  const log = createAuditLog({ store, key: KEY, batch: 10, delay: 0, grace: 0, backlog: 1_000, report: () => {} });
  for (let n = 1; n <= 25; n++) void log.record(record(n, { persons: [`psr_${n % 5}`, 'psr_all'] }));
  expect(await log.flush()).toBe(true);
});
afterAll(async () => {
  await store?.close();
  await database?.close();
});

const entries = () => database.client.db('sigap_audit').collection('entries');

it('keeps every record, whole and in its chain', async () => {
  expect(await entries().countDocuments()).toBe(25);
  expect(await verify(store, KEY)).toEqual([]);
});

it('answers who saw a person, and what a client saw of whom in a window', async () => {
  expect((await personAccessLog(store, 'psr_1')).map(({ requestId }) => requestId)).toEqual([
    'req-1',
    'req-6',
    'req-11',
    'req-16',
    'req-21',
  ]);
  const seen = await seenByClient(store, 'dashboard', record(3).at, record(5).at);
  expect(seen.map(({ person, times }) => [person, times]).sort()).toEqual([
    ['psr_3', 1],
    ['psr_4', 1],
    ['psr_all', 2],
  ]);
});

it('takes the same batch twice as once, for an acknowledgement may be lost', async () => {
  const [chain] = await store.chains();
  const last = [];
  for await (const entry of store.entries(chain!)) last.push(entry);
  await store.append(last.slice(-3), (await store.head(chain!))!);
  expect(await entries().countDocuments()).toBe(25);
  expect(await verify(store, KEY)).toEqual([]);
});

it('is found out when somebody alters, then removes an entry in the database', async () => {
  await entries().updateOne({ sequence: 7 }, { $set: { 'record.purpose': 'NONE' } });
  expect(await verify(store, KEY)).toMatchObject([{ sequence: 7, kind: 'altered' }]);
  await entries().deleteOne({ sequence: 7 });
  expect(await verify(store, KEY)).toMatchObject([{ sequence: 8, kind: 'missing' }]);
});
