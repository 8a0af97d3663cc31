/** From a proposal to the exit by files alone, with the titles and words of offices, as docs/import.md tells it. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RowKind } from '../../../cli/files/read/mapping/fields.ts';
import { proposeMapping } from '../../../cli/files/read/mapping/propose-mapping.ts';
import { KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { loadCity } from '../../../subgraphs/city/load-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

let store: TestStore;
let workers: RunningSubgraph;
beforeAll(async () => {
  store = await openTestStore();
  await loadCity({ mongodbUri: store.uri, files: readCity(KOTA_BEKASI) });
  const now = () => Date.UTC(2025, 10, 30, 5);
  workers = await startSubgraph('workers', { mongodbUri: store.uri, port: null, logLevel: 'silent', now });
});
afterAll(async () => {
  await workers.stop();
  await store.close();
});

const callerOf = (agency: string, ...more: string[]) => ({
  sub: `user:${agency}`,
  roles: [],
  scopes: ['person:read', 'import:write', ...more],
  agency,
});
const [OWNER, DISKOPUKM] = [callerOf('DISNAKER'), callerOf('DISKOPUKM')];
const DISHUB = callerOf('DISHUB', 'verification:answer');

async function ask(claims: object, query: string, variables: object = {}): Promise<Raw> {
  const { data, errors } = (await workers.execute({ query, variables, claims } as never)) as Raw;
  expect(errors).toBeUndefined();
  return data;
}

const BEGIN = 'mutation ($input: BeginImportInput!) { beginImport(input: $input) { id } }';
const ROWS =
  'mutation ($input: ImportRowsInput!) { importRows(input: $input) { added changed rejected { line reasons { code field } } } }';

/** Applies one row under titles that offices write. */
async function file(claims: object, kind: RowKind, row: Readonly<Record<string, string>>): Promise<Raw> {
  const { mapping } = proposeMapping(Object.keys(row), kind);
  const columns = Object.keys(mapping);
  const cells = columns.map((field) => row[mapping[field]![0]!]!);
  const sha256 = createHash('sha256')
    .update(JSON.stringify([kind, row]))
    .digest('hex');
  const { beginImport } = await ask(claims, BEGIN, { input: { kind, sha256, columns, pass: 'APPLY' } });
  const input = { job: beginImport.id, pass: 'APPLY', from: 0, rows: [{ line: 2, cells }] };
  return (await ask(claims, ROWS, { input })).importRows;
}

const NIK = '3275015203800000';
const READ =
  '{ workers(first: 5) { nodes { status exitReason membership { kpj from to insurerStatus paidThrough } verifications { verdict } } } }';
const stands = async (): Promise<Raw> => (await ask(OWNER, READ)).workers.nodes[0];

it('goes by files alone, each step seen in the next', async () => {
  const proposed = {
    'No.': '1',
    'No. KTP': NIK,
    'Nama Lengkap': 'Warga Contoh',
    'L/P': 'P',
    TTL: 'Bekasi, 12-03-1980',
    Pekerjaan: 'Ojol',
    Kelurahan: 'Kel. Bekasi Jaya',
    Desil: '2',
    'Edisi Desil': '2025-Q3',
  };
  expect(await file(DISKOPUKM, 'WORKERS', proposed)).toEqual({ added: 1, changed: 0, rejected: [] });
  expect(await stands()).toMatchObject({ status: 'PROPOSED' });
  await file(OWNER, 'VERIFICATIONS', { NIK, Instansi: 'DISHUB', Hasil: 'Menunggu', 'Tgl Permintaan': '2025-11-29' });
  const answer = { 'No. KTP': NIK, 'Hasil Verval': 'Sesuai', 'Tgl Cek': '30/11/2025' };
  const early = await file(DISHUB, 'VERIFICATIONS', answer);
  expect(early.rejected[0].reasons).toEqual([{ code: 'STATUS_FIXED', field: 'row' }]);
  await file(OWNER, 'WORKERS', { NIK, Status: 'Dalam Verifikasi' });
  const answered = { ...answer, Keterangan: 'sekali lagi' };
  expect(await file(DISHUB, 'VERIFICATIONS', answered)).toMatchObject({ changed: 1, rejected: [] });
  expect(await stands()).toMatchObject({ status: 'VERIFYING', verifications: [{ verdict: 'MATCH' }] });
  await file(OWNER, 'WORKERS', { NIK, 'Status Kelayakan': 'Layak' });
  expect(await stands()).toMatchObject({ status: 'ELIGIBLE', membership: null });
  const card = { 'No KPJ': '51000000001', 'Tgl Mulai Kepesertaan': '30/11/2025', 'Status Kepesertaan': 'AKTIF' };
  await file(OWNER, 'WORKERS', { 'No. KTP': NIK, ...card, Status: 'Terdaftar' });
  const membership = { kpj: '51000000001', from: '2025-11-30', to: null, insurerStatus: 'ACTIVE', paidThrough: null };
  expect(await stands()).toMatchObject({ status: 'REGISTERED', membership });
  await file(OWNER, 'WORKERS', { NIK, 'BLTH Terakhir': '11/2025', Status: 'AKTIF' });
  expect(await stands()).toMatchObject({ status: 'ACTIVE', membership: { paidThrough: '2025-11' } });
  const left = { Status: 'Keluar', 'Alasan Keluar': 'Pindah Domisili' };
  const closed = { 'Akhir Kepesertaan': '30/11/2025', 'Status Kepesertaan': 'Tutup' };
  await file(OWNER, 'WORKERS', { NIK, ...left, ...closed });
  expect(await stands()).toMatchObject({
    ...{ status: 'EXITED', exitReason: 'MOVED_OUT' },
    membership: { to: '2025-11-30', insurerStatus: 'CLOSED' },
  });
  const after = await file(OWNER, 'WORKERS', { NIK, Nama: 'Nama Lain' });
  expect(after.rejected[0].reasons).toEqual([{ code: 'RECORD_ENDED', field: 'row' }]);
});
