/** `npm run import` against a whole gateway: what it prints, how it ends, what the audit has of it, and a kill in the middle. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { loadCity } from '../../../subgraphs/city/load-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';
import { startSubgraph, SUBGRAPHS, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { csv } from '../../support/sample-files.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

let folder: string;
let store: TestStore;
let subgraphs: RunningSubgraph[];
let gateway: RunningGateway;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  store = await openTestStore();
  await loadCity({ mongodbUri: store.uri, files: readCity(KOTA_BEKASI) });
  subgraphs = await Promise.all(
    SUBGRAPHS.map(({ name }) => startSubgraph(name, { mongodbUri: store.uri, port: null, logLevel: 'silent' })),
  );
  gateway = await startGateway({
    settings: gatewayDefaults({
      port: 0,
      supergraph: 'schema/supergraph.graphql',
      explorer: false,
      development: true,
      keysFolder: folder,
      auditUri: store.uri,
      auditKey: 'ab'.repeat(32),
    }),
    log: logOf('test', 'silent'),
    inProcess: Object.fromEntries(subgraphs.map(({ name, execute }) => [name, execute])),
  });
}, 60_000);
afterAll(async () => {
  await gateway.stop();
  for (const subgraph of subgraphs) await subgraph.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const tokenOf = async (role: string, agency?: string): Promise<string> =>
  (await tokenCommand(['--role', role, ...(agency === undefined ? [] : ['--agency', agency])], {
    KEYS_FOLDER: folder,
  }))!;

async function tokenFile(role: string, agency?: string): Promise<string> {
  const path = join(folder, `${role}-${agency}`);
  writeFileSync(path, await tokenOf(role, agency), { mode: 0o600 });
  return path;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

const COMMAND = [
  '--import',
  './base/runtime.mjs',
  '--disable-warning=ExperimentalWarning',
  'cli/import/import-command.ts',
];

async function begin(words: readonly string[], agency = 'DISNAKER', role = 'agency-owner') {
  const access = ['--graph', `${gateway.url}/graphql`, '--token-file', await tokenFile(role, agency)];
  const child = spawn(process.execPath, [...COMMAND, ...words, ...access], { stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, ended: endOf(child) };
}

async function endOf(child: ChildProcess): Promise<Ended> {
  let [out, error] = ['', ''];
  child.stdout!.on('data', (chunk) => (out += chunk));
  child.stderr!.on('data', (chunk) => (error += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, error };
}

/** What a program says on stderr, but for its progress. */
const faultsIn = (error: string): string[] =>
  error.split('\n').filter((line) => !/^(?:dry run|applying) [=-]+ \d+%|^$/.test(line));

const run = async (words: readonly string[], agency?: string, role?: string): Promise<Ended> =>
  (await begin(words, agency, role)).ended;

async function ask(query: string, variables: object, token: string): Promise<Raw> {
  const reply = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-purpose': 'REGISTRATION' },
    body: JSON.stringify({ query, variables }),
  });
  return reply.json();
}

/** People with a day of birth each, as an agency's file has them. */
function people(count: number, from: number) {
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(Date.UTC(1962, 0, 1 + from + at)).toISOString().slice(0, 10);
    const [year, month, date] = day.split('-') as [string, string, string];
    return {
      NIK: `327501${date}${month}${year.slice(2)}0000`,
      'Nama Lengkap': `Warga Baru`,
      'Tgl Lahir': `${date}/${month}/${year}`,
      'No HP': '081200001111',
      Pekerjaan: 'Ojek online',
      Kelurahan: 'Kel. Bekasi Jaya',
      Desil: '2',
      'Edisi Desil': '2025-Q3',
    };
  });
}

function fileOf(name: string, rows: readonly Readonly<Record<string, string>>[]): string {
  const path = join(folder, name);
  writeFileSync(path, csv(rows));
  return path;
}

const workersWith = async (id: string): Promise<number> =>
  store.client.db('sigap_workers').collection('workers').countDocuments({ name: id });

describe('npm run import', () => {
  it('says in a dry run what would come, and names nobody', async () => {
    const [good, bad, lost] = people(3, 0);
    const rows = [good!, { ...bad!, NIK: '3.2750145018E+15' }, { ...lost!, Kelurahan: 'Bekasi Joya', 'No HP': '12' }];
    const { code, out, error } = await run([
      'workers',
      fileOf('dry.csv', rows),
      '--rejects',
      join(folder, 'dry-rejects.csv'),
    ]);
    expect(faultsIn(error)).toEqual([]);
    expect(code).toBe(3);
    expect(out).toContain('3 rows: 1 new, 0 changed, 0 the same, 2 rejected');
    expect(out).toContain('1 x NIK_ROUNDED, nik');
    expect(out).toContain('line 3: 3.275*******E+**');
    expect(out).toContain('line 4: Bekasi Joya  (perhaps 32.75.01.1001 Bekasijaya (Bekasi Timur))');
    expect(out).not.toMatch(/Warga|081200001111|3275010[1-3]0162/);
    expect(await workersWith('Warga Baru')).toBe(0);
    const rejects = readFileSync(join(folder, 'dry-rejects.csv'), 'utf8');
    expect(rejects.trim().split('\n')).toHaveLength(3);
    expect(rejects).toContain('NIK_ROUNDED');
    expect(rejects).toContain('Mungkin: 32.75.01.1001 Bekasijaya (Bekasi Timur).');
    expect(out).toContain('2 rejected rows in ');
    expect(statSync(join(folder, 'dry-rejects.csv')).mode & 0o077).toBe(0);
  });

  it('writes rejected rows as their file is written, and says so before anything else where it cannot', async () => {
    const [row] = people(1, 50);
    const cells = Object.values({ ...row!, Desil: '77', 'Nama Lengkap': 'Warga, Koma; Titik' });
    const file = join(folder, 'semicolons.csv');
    const line = cells.map((cell) => (cell.includes(';') ? `"${cell}"` : cell)).join(';');
    writeFileSync(file, `${Object.keys(row!).join(';')}\n${line}\n`);
    const rejects = join(folder, 'semicolons-rejects.csv');
    expect((await run(['workers', file, '--rejects', rejects])).code).toBe(3);
    const [titles, rejected] = readFileSync(rejects, 'utf8').trim().split('\r\n');
    expect(titles).toContain(';NIK;Nama Lengkap;');
    expect(rejected).toContain(';"Warga, Koma; Titik";');
    const taken = await run(['workers', file, '--apply', '--rejects', rejects]);
    expect(taken).toMatchObject({ code: 1, out: '', error: expect.stringContaining('FILE_EXISTS') });
  });

  it('reads its file of rejected rows back, corrected: the job before has nothing that waits then', async () => {
    const [good, bad, worse] = people(3, 60);
    const file = fileOf('to-correct.csv', [good!, { ...bad!, Desil: '77' }, { ...worse!, Desil: '78' }]);
    const rejects = join(folder, 'to-correct-rejects.csv');
    const first = await run(['workers', file, '--apply', '--rejects', rejects]);
    expect([first.code, ...faultsIn(first.error)]).toEqual([3]);
    const [job] = /Import:[a-z2-7]{26}/.exec(first.out)!;
    const stands = async () => {
      const { data } = await ask(
        'query ($job: ID!) { importJob(id: $job) { waiting corrected } }',
        { job },
        await tokenOf('agency-owner', 'DISNAKER'),
      );
      return data.importJob as Raw;
    };
    expect(await stands()).toEqual({ waiting: 2, corrected: 0 });
    const text = readFileSync(rejects, 'utf8');
    expect(text).toContain(`${job}:3`);
    const corrected = join(folder, 'corrected.csv');
    writeFileSync(corrected, text.replace(/,77\b/, ',3'));
    const left = join(folder, 'left.csv');
    expect((await run(['workers', corrected, '--apply', '--rejects', left])).code).toBe(3);
    expect(await stands()).toEqual({ waiting: 0, corrected: 1 });
    // What is still wrong waits in the second job, and its file has the columns of the first.
    const [titles, row] = readFileSync(left, 'utf8').trim().split('\r\n');
    expect(titles).toBe(text.trim().split('\r\n')[0]);
    expect(row).not.toContain(job);
    writeFileSync(corrected, readFileSync(left, 'utf8').replace(/,78\b/, ',4'));
    expect((await run(['workers', corrected, '--apply'])).code).toBe(0);
  });

  it('applies what fits, is in the audit with the file and the caller, and is taken back', async () => {
    const rows = people(4, 100).map((row) => ({ ...row, 'Nama Lengkap': 'Warga Audit' }));
    const file = fileOf('audit.csv', rows);
    const applied = await run(['workers', file, '--apply']);
    expect([applied.code, ...faultsIn(applied.error)]).toEqual([0]);
    const [job] = /Import:[a-z2-7]{26}/.exec(applied.out)!;
    expect(await workersWith('Warga Audit')).toBe(4);
    expect(applied.out).toContain(
      `npm run import -- undo ${job} --graph ${gateway.url}/graphql --token-file ${await tokenFile('agency-owner', 'DISNAKER')}`,
    );
    const again = await run(['workers', file, '--apply']);
    expect(again.code).toBe(0);
    expect(again.out).toContain('--again goes through the file once more');
    expect(await workersWith('Warga Audit')).toBe(4);
    const log = await ask(
      'query ($person: ID!) { personAccessLog(person: $person, first: 100) { nodes { operation caller agency { code } } } }',
      { person: job },
      await tokenOf('auditor'),
    );
    expect(log.errors).toBeUndefined();
    const { nodes } = log.data.personAccessLog;
    expect(nodes.map((node: Raw) => node.operation)).toEqual(
      expect.arrayContaining(['BeginImport', 'ImportRows', 'FinishImport']),
    );
    expect(new Set(nodes.map((node: Raw) => node.agency.code))).toEqual(new Set(['DISNAKER']));
    const taken = await run(['undo', job]);
    expect([taken.code, taken.error]).toEqual([0, '']);
    expect(taken.out).toContain('4 rows taken back, 0 left');
    expect(await workersWith('Warga Audit')).toBe(0);
  });

  it('names the rows that undoing has left, by their line and their record', async () => {
    const rows = people(3, 150).map((row) => ({ ...row, 'Nama Lengkap': 'Warga Tinggal' }));
    const applied = await run(['workers', fileOf('left.csv', rows), '--apply']);
    const [job] = /Import:[a-z2-7]{26}/.exec(applied.out)!;
    const changed = rows.slice(1, 2).map((row) => ({ ...row, 'Nama Lengkap': 'Warga Lain' }));
    await run(['workers', fileOf('left-changed.csv', changed), '--apply']);
    const kept = await store.client.db('sigap_workers').collection('workers').findOne({ name: 'Warga Lain' });
    const taken = await run(['undo', job]);
    expect([taken.code, taken.error]).toEqual([3, '']);
    expect(taken.out).toContain('2 rows taken back, 1 left');
    expect(taken.out).toContain(`  line 3, ${kept!._id}: somebody has changed the record since`);
    expect(await workersWith('Warga Tinggal')).toBe(0);
  });

  it('records a batch also where nothing but its type name is selected', async () => {
    const token = await tokenOf('agency-owner', 'DISNAKER');
    const input = { kind: 'WORKERS', sha256: 'c'.repeat(64), columns: ['name'], pass: 'CHECK' };
    const begun = await ask(
      'mutation ($input: BeginImportInput!) { beginImport(input: $input) { id } }',
      { input },
      token,
    );
    const job = begun.data.beginImport.id;
    const rows = { job, pass: 'CHECK', from: 0, rows: [{ line: 2, cells: ['Siti'] }] };
    await ask(
      'mutation Bare($input: ImportRowsInput!) { importRows(input: $input) { __typename } }',
      { input: rows },
      token,
    );
    const log = await ask(
      'query ($person: ID!) { personAccessLog(person: $person) { nodes { operation } } }',
      { person: job },
      await tokenOf('auditor'),
    );
    expect(log.data.personAccessLog.nodes.map((node: Raw) => node.operation)).toContain('Bare');
  });

  it('lets nobody else import, nor see rejected rows in full without right and purpose', async () => {
    const file = fileOf(
      'rights.csv',
      people(1, 200).map((row) => ({ ...row, Desil: '77' })),
    );
    const analyst = await run(['workers', file], 'DISNAKER', 'auditor');
    expect(analyst.code).toBe(1);
    expect(analyst.error).toContain('GRAPH_REFUSED');
    const { out } = await run(['workers', file, '--apply']);
    const [job] = /Import:[a-z2-7]{26}/.exec(out)!;
    const query = 'query ($job: ID!) { rejectedRows(job: $job) { nodes { cells { field value } } } }';
    const full = await ask(query, { job }, await tokenOf('agency-owner', 'DISNAKER'));
    expect(full.data.rejectedRows.nodes[0].cells).toContainEqual({ field: 'name', value: 'Warga Baru' });
    const foreign = await ask(query, { job }, await tokenOf('agency-owner', 'DINSOS'));
    expect(foreign.data.rejectedRows.nodes).toEqual([]);
    const seen = await ask(query, { job }, await tokenOf('auditor'));
    expect(JSON.stringify(seen)).not.toContain('Warga');
  });

  it('gives rejected rows back with every column as it came, in their order, read or not', async () => {
    const [good, bad] = people(2, 80);
    const whole = (row: Readonly<Record<string, string>>) => {
      const { NIK = '', ...rest } = row;
      return { 'No.': '7', NIK, 'No KK': '3275010101010001', ...rest, 'Kode Pos Kantor': 'A-1', Keterangan: 'baru' };
    };
    const file = fileOf('whole.csv', [whole(good!), whole({ ...bad!, Desil: '77' })]);
    const rejects = join(folder, 'whole-rejects.csv');
    const { out, code } = await run(['workers', file, '--apply', '--rejects', rejects]);
    expect(code).toBe(3);
    expect(out).toContain('not kept  "No.", "No KK", "Keterangan"');
    expect(out).toContain('not read  "Kode Pos Kantor"');
    const [titles, row] = readFileSync(rejects, 'utf8').trim().split('\r\n');
    const own = Object.keys(whole(bad!));
    expect(titles!.split(',').slice(3)).toEqual(own);
    expect(row!.split(',').slice(-own.length)).toEqual(Object.values(whole({ ...bad!, Desil: '77' })));
    // Corrected, and rejected once more: the columns of the earlier import are not there twice.
    const corrected = join(folder, 'whole-corrected.csv');
    writeFileSync(corrected, readFileSync(rejects, 'utf8').replace(',77,', ',78,'));
    const again = join(folder, 'whole-again.csv');
    expect((await run(['workers', corrected, '--apply', '--rejects', again])).code).toBe(3);
    expect(readFileSync(again, 'utf8').trim().split('\r\n')[0]).toBe(titles);
  });

  it('lists the fields of a kind of file without asking anybody', async () => {
    const listed = await run(['fields', 'verifications']);
    expect([listed.code, listed.error]).toEqual([0, '']);
    expect(listed.out).toContain('MISMATCH: Tidak Sesuai');
    expect(await run(['fields', 'people'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('workers, verifications, members'),
    });
  });

  it('refuses words and files that do not fit, each with its code and what to do', async () => {
    expect(await run(['people', 'x.csv'])).toMatchObject({ code: 2, error: expect.stringContaining('IMPORT_USAGE') });
    expect(await run(['workers'])).toMatchObject({ code: 2, error: expect.stringContaining('IMPORT_USAGE') });
    const none = await run(['workers', join(folder, 'none.csv')]);
    expect([none.code, none.error]).toEqual([1, expect.stringContaining('FILE_UNREADABLE')]);
    expect(none.error).toContain('expected a file that you may read, got ENOENT');
    expect(none.error).toContain('Check the path that the message names');
    expect(existsSync(join(folder, 'none.csv'))).toBe(false);
  });

  it('applies the rows that are named, in their order', async () => {
    const file = fileOf(
      'parts.csv',
      people(5, 300).map((row) => ({ ...row, 'Nama Lengkap': 'Warga Bagian' })),
    );
    expect((await run(['workers', file, '--apply', '--rows', '1-2'])).out).toContain('rows from 3 on are left');
    expect(await workersWith('Warga Bagian')).toBe(2);
    const refused = async (rows: string) => (await run(['workers', file, '--apply', '--rows', rows])).error;
    expect(await refused('4-5')).toContain('IMPORT_ROWS_ORDER');
    expect(await refused('1-2')).toContain('expected rows from 3 on, got 1-2');
    expect(await refused('6-9')).toContain('expected some of 1-5, got 6-9');
    expect(await run(['workers', file, '--rows', '1-2'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('--apply'),
    });
    const beyond = await run(['workers', file, '--apply', '--rows', '3-900']);
    expect([beyond.code, ...faultsIn(beyond.error)]).toEqual([0]);
    expect(beyond.out).toContain('the file has 5 rows: there are no rows from 6 to 900');
    expect(await workersWith('Warga Bagian')).toBe(5);
  });

  it('that is killed goes on where it was: nothing is lost, nothing doubled', async () => {
    const count = 4_000;
    const file = fileOf(
      'killed.csv',
      people(count, 1_000).map((row) => ({ ...row, 'Nama Lengkap': 'Warga Selamat' })),
    );
    const { child, ended } = await begin(['workers', file, '--apply']);
    while ((await workersWith('Warga Selamat')) < 500 && child.exitCode === null) await delay(5);
    child.kill('SIGKILL');
    await ended;
    const before = await workersWith('Warga Selamat');
    expect(before).toBeGreaterThanOrEqual(500);
    expect(before).toBeLessThan(count);
    const { code, error, out } = await run(['workers', file, '--apply']);
    expect([code, ...faultsIn(error)]).toEqual([0]);
    expect(out).toContain(`${count} rows: ${count} new, 0 changed, 0 the same, 0 rejected`);
    expect(await workersWith('Warga Selamat')).toBe(count);
    const tokens = await store.client
      .db('sigap_workers')
      .collection('workers')
      .distinct('token', { name: 'Warga Selamat' });
    expect(tokens).toHaveLength(count);
  }, 120_000);
});
