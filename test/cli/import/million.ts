/**
 * A file of a million people through the whole way, every part in a process of its own: `npm run import:million -- --rows 1000000`. The client is
 * killed at a random moment and started again. It prints the rate and the most memory of client and subgraph, and ends with 1 where
 * a person is lost or doubled, or where one of the two took more than 300 MB.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient, type Collection } from 'mongodb';
import { claimsKeyCommand } from '../../../gateway/guard/claims/claims-key-command.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { logOf } from '../../../base/log.ts';
import { startGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { loadCity } from '../../../subgraphs/city/load-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';
import { commandOptions } from '../../support/command-options.ts';

const values = commandOptions({ rows: { type: 'string', default: '1000000' } });
const ROWS = Number(values.rows);
const MOST_MB = 300;
const folder = mkdtempSync(join(tmpdir(), 'million-'));
const children: ChildProcess[] = [];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };
/** What `npm run` gives to Node: its flags, which bound the memory, and the program. */
const wordsOf = (script: string): string[] =>
  scripts[script]!.replace(/^exec /, '')
    .split(' ')
    .slice(1);

/** Starts a program of the product and waits for the address that it prints. */
async function start(words: readonly string[], address: RegExp, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  children.push(child);
  let said = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    said += chunk;
    const found = address.exec(said)?.[0];
    if (found === undefined) continue;
    child.stdout.resume();
    return { child, address: found };
  }
  throw new Error(`${words[0]} ended: ${said}`);
}

/** The most memory that a process has taken so far, MB; 0 where it is gone. */
function peakOf({ pid }: ChildProcess): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** People whom nobody can be: the serial 0000 is never issued. Their NIK differ by day, sex and district of registration. */
async function writePeople(path: string): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 });
  out.write('NIK;Nama Lengkap;Tgl Lahir;No HP;Pekerjaan;Kelurahan;Desil;Edisi Desil\n');
  const [jobs, villages] = [
    ['Ojol', 'Sopir angkot', 'Tukang becak', 'PKL', 'Kuli bangunan', 'Buruh harian'],
    ['Bekasijaya', 'Margahayu', 'Durenjaya', 'Arenjaya'],
  ];
  const DAYS = 15_000;
  for (let n = 0; n < ROWS; n++) {
    const day = new Date(Date.UTC(1962, 0, 1 + (n % DAYS))).toISOString().slice(0, 10);
    const [year, month, date] = day.split('-') as [string, string, string];
    const place = Math.floor(n / DAYS);
    const sex = place % 2 === 0 ? 0 : 40;
    const district = `3275${String(1 + (Math.floor(place / 2) % 99)).padStart(2, '0')}`;
    const nik = `${district}${String(Number(date) + sex).padStart(2, '0')}${month}${year.slice(2)}0000`;
    const cells = [
      nik,
      `Warga Nomor ${n}`,
      `${date}/${month}/${year}`,
      '081200000000',
      jobs[n % jobs.length],
      villages[n % villages.length],
      1 + (n % 5),
      '2025-Q3',
    ];
    if (!out.write(`${cells.join(';')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

async function measure(): Promise<boolean> {
  const store = await start(
    [...wordsOf('store'), '--folder', join(folder, 'store'), '--port', '0', '--log-level', 'silent'],
    /mongodb:\S+/,
  );
  await loadCity({ mongodbUri: store.address, files: readCity(KOTA_BEKASI) });
  const secret = 'a secret of the gateway, long enough';
  const claims = claimsKeyCommand(['--subgraph', 'workers'], { CLAIMS_SECRET: secret })!;
  const workers = await start([...wordsOf('subgraph'), 'workers', '--port', '0'], /http:\S+/, {
    MONGODB_URI: store.address,
    CLAIMS_KEYS: claims,
  });
  const gateway = await startGateway({
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      development: true,
      keysFolder: folder,
      claimsSecret: secret,
      auditUri: store.address,
      auditKey: 'ab'.repeat(32),
    }),
    log: logOf('million', 'error'),
    source: fixedSupergraph(
      readFileSync('schema/supergraph.graphql', 'utf8').replaceAll('http://127.0.0.1:4001/graphql', workers.address),
    ),
  });
  const token = join(folder, 'token');
  const file = join(folder, 'people.csv');
  await writePeople(file);
  const client = await new MongoClient(store.address).connect();
  const database = client.db('sigap_workers');
  const job = () => database.collection('import_jobs').findOne({});
  const peaks = { client: 0, subgraph: 0 };
  const run = async (killAt: number): Promise<number | null> => {
    writeFileSync(
      token,
      (await tokenCommand(['--role', 'agency-owner', '--agency', 'DISNAKER', '--seconds', '86400'], {
        KEYS_FOLDER: folder,
      }))!,
      { mode: 0o600 },
    );
    const words = [
      ...wordsOf('import'),
      'workers',
      file,
      '--apply',
      '--graph',
      `${gateway.url}/graphql`,
      '--token-file',
      token,
    ];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] });
    while (child.exitCode === null && child.signalCode === null) {
      peaks.client = Math.max(peaks.client, peakOf(child));
      peaks.subgraph = Math.max(peaks.subgraph, peakOf(workers.child));
      if (((await job())?.['apply']?.taken ?? 0) >= killAt) child.kill('SIGKILL');
      await delay(200);
    }
    return child.exitCode;
  };
  const killAt = Math.floor(Math.random() * ROWS * 0.8) + 1;
  await run(killAt);
  say(`killed after ${(await job())?.['apply']?.taken} rows (from ${killAt} on)`);
  const code = await run(Infinity);
  say(`most memory: client ${Math.round(peaks.client)} MB, subgraph ${Math.round(peaks.subgraph)} MB`);
  const found = await job();
  const people = await database.collection('workers').countDocuments();
  const twice = await anybodyTwice(database.collection('workers'));
  say(
    `the job says ${found?.['apply'].added} new; the roster has ${people} people, ${twice ? 'some' : 'none'} of them twice`,
  );
  for (const pass of ['check', 'apply']) {
    const { startedAt, finishedAt, taken } = found?.[pass];
    say(`${pass}: ${taken} rows, ${Math.round(taken / ((finishedAt - startedAt) / 1000))} a second`);
  }
  await client.close();
  await gateway.stop();
  return code === 0 && people === ROWS && !twice && Math.max(peaks.client, peaks.subgraph) < MOST_MB;
}

/** Whether two records have one token: neighbours, since they are read in its order. */
async function anybodyTwice(workers: Collection): Promise<boolean> {
  let before: unknown;
  for await (const { token } of workers.find({}, { projection: { _id: 0, token: 1 } }).sort({ token: 1 })) {
    if (token === before) return true;
    before = token;
  }
  return false;
}

try {
  process.exitCode = (await measure()) ? 0 : 1;
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
