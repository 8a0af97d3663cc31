/** What an import has changed is taken back in full: what was sealed stands there again, also where all keys have been changed since. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { loadCity } from '../../../subgraphs/city/load-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import type { Keys } from '../../../subgraphs/settings.ts';
import { likenesses } from '../../../subgraphs/workers/likeness.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

const key = (): string => randomBytes(32).toString('hex');
const OLD: Keys = { identityKey: key(), encryptionKey: key(), recordKey: key() };
const NEW: Keys = { identityKey: key(), encryptionKey: key(), recordKey: key() };
const BOTH = Object.fromEntries(
  Object.entries(NEW).map(([name, value]) => [name, `${value as string},${OLD[name as keyof Keys]}`]),
) as unknown as Keys;
const OWNER = { sub: 'user:disnaker', roles: [], scopes: ['person:read', 'import:write'], agency: 'DISNAKER' };

interface Row {
  readonly _id: string;
  readonly [field: string]: unknown;
}

let store: TestStore;
let workers: RunningSubgraph;
const start = async (keys: Keys): Promise<void> => {
  workers = await startSubgraph('workers', { mongodbUri: store.uri, port: null, logLevel: 'silent', keys });
};
beforeAll(async () => {
  store = await openTestStore();
  await loadCity({ mongodbUri: store.uri, files: readCity(KOTA_BEKASI) });
  await start(OLD);
});
afterAll(async () => {
  await workers.stop();
  await store.close();
});

async function ask(query: string, variables: object = {}): Promise<Raw> {
  const { data, errors } = (await workers.execute({ query, variables, claims: OWNER } as never)) as Raw;
  expect(errors).toBeUndefined();
  return data;
}

const COLUMNS = [
  'id',
  'nik',
  'name',
  'birthDate',
  'phone',
  'occupation',
  'village',
  'kpj',
  'coverFrom',
  'insurerStatus',
];
const MORE = ['problemCode', 'problemField', 'problemRaw'];
async function apply(file: string, columns: readonly string[], cells: readonly string[]): Promise<Raw> {
  const input = { kind: 'WORKERS', sha256: file.padEnd(64, '0'), columns, pass: 'APPLY' };
  const { beginImport } = await ask('mutation ($input: BeginImportInput!) { beginImport(input: $input) { id } }', {
    input,
  });
  const job: string = beginImport.id;
  const rows = { job, pass: 'APPLY', from: 0, rows: [{ line: 2, cells }] };
  const send = 'mutation ($input: ImportRowsInput!) { importRows(input: $input) { added changed rejected { line } } }';
  const { importRows } = await ask(send, { input: rows });
  const finish = 'mutation ($input: FinishImportInput!) { finishImport(input: $input) { state } }';
  await ask(finish, { input: { job, pass: 'APPLY', rows: 1 } });
  return { job, ...importRows };
}
const undo = async (job: string): Promise<Raw> =>
  (
    await ask('mutation ($input: UndoImportInput!) { undoImport(input: $input) { undone leftAlone } }', {
      input: { job },
    })
  ).undoImport;
const read = async (): Promise<Raw> =>
  (await ask('{ worker(id: "w-1") { name nik phone membership { kpj } problems { code field raw } } }')).worker;
const kept = async (): Promise<Row> =>
  (await store.client.db('sigap_workers').collection<Row>('workers').findOne({ _id: 'w-1' }))!;

const FIRST = [
  'w-1',
  '',
  'Siti',
  '1985-07-01',
  '081200000001',
  'ojol',
  'Bekasijaya',
  '71345678901',
  '2025-11-01',
  'ACTIVE',
];
const STATED = ['NIK_LENGTH', 'nik', '32750101078'];
const SECOND = ['w-1', '3275010107850000', 'Siti A', '', '081200000002', 'ojol', 'Bekasijaya', '71345678902', '', ''];

it('has NIK, phone, card and faults again as they were', async () => {
  const added = await apply('a', [...COLUMNS, ...MORE], [...FIRST, ...STATED]);
  expect(added).toMatchObject({ added: 1 });
  const before = await read();
  expect(before).toMatchObject({ nik: null, phone: '081200000001', membership: { kpj: '71345678901' } });
  expect(before.problems).toEqual([{ code: 'NIK_LENGTH', field: 'nik', raw: '32750101078' }]);
  const { job } = await apply('b', COLUMNS, SECOND);
  expect(await read()).toMatchObject({ nik: '3275010107850000', membership: { kpj: '71345678902' }, problems: [] });
  expect(await undo(job)).toEqual({ undone: 1, leftAlone: 0 });
  expect(await read()).toEqual(before);
  const { worker } = await ask(
    '{ worker(id: "w-1") { events { change version why corrections { field before after } } } }',
  );
  expect(worker.events.map(({ change, version, why }: Raw) => [change, version, why])).toEqual([
    ['undoImport', 3, job],
    ['import', 2, job],
    ['import', 1, added.job],
  ]);
  expect(worker.events[0].corrections).toEqual(
    expect.arrayContaining([
      { field: 'phone', before: '081200000002', after: '081200000001' },
      { field: 'kpj', before: '71345678902', after: '71345678901' },
      { field: 'nik', before: '3275010107850000', after: null },
    ]),
  );
});

it('has them also after all keys were changed, and a card is found by its number then', async () => {
  const before = await read();
  const { recordKey } = await kept();
  const { job, changed } = await apply('c', COLUMNS, SECOND);
  expect(changed).toBe(1);
  await workers.stop();
  await start(BOTH);
  await expect.poll(() => keyNames(), { timeout: 20_000 }).toEqual([undefined, undefined, undefined]);
  await workers.stop();
  await start(NEW);
  expect(await undo(job)).toEqual({ undone: 1, leftAlone: 0 });
  expect(await read()).toEqual(before);
  const after = await kept();
  expect(after['recordKey']).not.toBe(recordKey);
  expect(after['likeness']).toBe(likenesses(NEW.identityKey)('Siti', '1985-07-01'));
  const other = ['w-2', '3275014107860000', 'Ani', '', '', 'ojol', 'Bekasijaya', '71345678901', '2025-11-01', 'ACTIVE'];
  expect(await apply('d', COLUMNS, other)).toMatchObject({ added: 0, rejected: [{ line: 2 }] });
  expect(await apply('e', COLUMNS, other.with(7, '71345678902'))).toMatchObject({ added: 1 });
});

/** @returns the names of the keys that are yet to become the first */
async function keyNames(): Promise<unknown[]> {
  const about = store.client.db('sigap_workers').collection<Row>('about');
  const kept = ['sealing', 'identity', 'record-keys'].map((_id) => about.findOne({ _id }));
  return (await Promise.all(kept)).map((row) => row!['next']);
}
