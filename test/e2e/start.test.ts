import { execFile, spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CLAIMS_HEADER } from '../../base/claims.ts';
import { claimsSigner } from '../../gateway/guard/claims/sign-claims.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});
/** What a failed test left running. */
const running = new Set<ChildProcess>();
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

/** Where it is started, and with which options of Node. */
interface Place {
  readonly cwd?: string;
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function start(...given: [Place, ...string[]] | string[]): Started {
  const [{ cwd, node = [], env }, words] =
    typeof given[0] === 'object' ? [given[0], given.slice(1) as string[]] : [{}, given as string[]];
  const free = ['--port', '0'];
  const child = spawn(
    process.execPath,
    [...node, '--import', './base/runtime.mjs', '--disable-warning=ExperimentalWarning', 'start.ts', ...free, ...words],
    { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.add(child);
  child.once('exit', () => running.delete(child));
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (said += chunk));
  return { child, said: () => said, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

async function graphOf({ said }: Started): Promise<string> {
  await vi.waitFor(() => expect(said(), said()).toContain('Ctrl-C stops everything'), {
    timeout: 220_000,
    interval: 50,
  });
  return /graph +(http\S+)/.exec(said())![1]!;
}

async function ask(graph: string, query: string): Promise<{ data: unknown; errors?: unknown }> {
  const response = await fetch(graph, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data: unknown; errors?: unknown };
}

/** TCP ports a process listens on, as Linux says it. */
function portsOf(pid: number): number[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  const rows = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/)),
  );
  const LISTENS = '0A';
  return rows
    .filter((row) => row[3] === LISTENS && sockets.has(row[9]!))
    .map((row) => parseInt(row[1]!.split(':')[1]!, 16));
}

const ON_ONE_PAGE = readFileSync('schema/operations/programme-on-one-page.graphql', 'utf8');

describe('npm start', () => {
  it('tells of a port that is taken before it writes anything', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const started = start('--port', String((server.address() as AddressInfo).port), '--data', join(folder, 'never'));
    expect(await started.ended).toBe(1);
    expect(started.said()).toMatch(/^PORT_TAKEN: [^\n]*--port or PORT[^\n]*\n$/);
    expect(existsSync(join(folder, 'never'))).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  });

  it('that is stopped while it fills ends the filling before the store, without a word of what it cut', async () => {
    const started = start('--data', join(folder, 'data'));
    // The sample is some forty megabytes.
    await vi.waitFor(
      () =>
        expect(
          globSync(join(folder, 'data/store.db*')).reduce((sum, path) => sum + statSync(path).size, 0),
        ).toBeGreaterThan(2_000_000),
      { timeout: 60_000, interval: 20 },
    );
    started.child.kill('SIGTERM');
    expect(await started.ended, started.said()).toBe(0);
    const lines = started
      .said()
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('Filling'));
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ room: 'start', signal: 'SIGTERM', msg: 'stopping' }),
    ]);
  }, 180_000);

  it('fills that store anew and once, answers the programme on one page, and stops cleanly on Ctrl-C', async () => {
    const first = start('--data', join(folder, 'data'));
    const graph = await graphOf(first);
    expect(first.said()).toContain('Filling');
    expect(first.said()).toContain(join(folder, 'data'));
    const { data, errors } = (await ask(graph, ON_ONE_PAGE)) as {
      data: { city: { participants: number }; programmes: { code: string; reconciliation: object }[] };
      errors?: unknown;
    };
    expect(errors).toBeUndefined();
    expect(data.city.participants).toBe(54_666);
    expect(data.programmes.find(({ code }) => code === 'SIGAP')!.reconciliation).toMatchObject({
      liability: 587_966_400,
      shortfall: 7_966_400,
    });
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);

    const again = start('--data', join(folder, 'data'));
    const other = await graphOf(again);
    expect(again.said()).not.toContain('Filling');
    expect((await ask(other, ON_ONE_PAGE)).data).toEqual(data);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  }, 240_000);

  it('begins without people and with keys of its own where it is told to, and goes on so', async () => {
    const data = join(folder, 'empty');
    const CITY = '{ city { name participants districts { name } } programmes { code participants } }';
    const empty = {
      city: { name: 'Kota Bekasi', participants: 0 },
      programmes: [
        { code: 'NON_ASN', participants: 0 },
        { code: 'SIGAP', participants: 0 },
      ],
    };
    const keys = (): string[] =>
      ['identity-key', 'encryption-key', 'record-key'].map((name) => readFileSync(join(data, 'keys', name), 'utf8'));
    const first = start('--data', data, '--empty');
    const answer = await ask(await graphOf(first), CITY);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject(empty);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(first.said()).not.toContain('Filling');
    const kept = keys();
    expect(new Set(kept).size).toBe(3);
    const again = start('--data', data);
    expect((await ask(await graphOf(again), CITY)).data).toMatchObject(empty);
    expect(keys()).toEqual(kept);
    again.child.kill('SIGINT');
    expect(await again.ended).toBe(0);
    const lost = join(data, 'keys', 'identity-key');
    renameSync(lost, `${lost}.elsewhere`);
    const without = start('--data', data);
    expect(await without.ended).toBe(1);
    expect(without.said()).toContain('KEYS_LOST');
    expect(without.said()).toContain('identity-key');
    expect(existsSync(lost)).toBe(false);
  }, 120_000);

  it('prints a first question that works as it stands, without a token', async () => {
    const started = start('--data', join(folder, 'data'));
    const graph = await graphOf(started);
    const body = /-d '(\{.*\})'/.exec(started.said())![1]!;
    const response = await fetch(graph, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(((await response.json()) as { errors?: unknown }).errors).toBeUndefined();
    // Each view by its name.
    for (const [view, path] of Object.entries({ overview: '/', data: '/data', query: '/query' })) {
      const address = new RegExp(`${view} +(http\\S+)`).exec(started.said())![1]!;
      expect(new URL(address).pathname).toBe(path);
      expect(await (await fetch(address)).text()).toContain('<!doctype html');
    }
    expect(started.said()).not.toContain('explorer');
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
  }, 240_000);

  it('prints no address of a page that has not been built, and says how to build it', async () => {
    // The same program in a tree without `web/`: links are not followed to where they lead.
    const tree = mkdtempSync(join(folder, 'unbuilt-'));
    for (const name of readdirSync('.')) if (name !== 'web') symlinkSync(resolve(name), join(tree, name));
    const started = start(
      { cwd: tree, node: ['--preserve-symlinks', '--preserve-symlinks-main'] },
      '--data',
      join(folder, 'unbuilt-data'),
      '--empty',
    );
    const graph = await graphOf(started);
    expect(started.said()).toMatch(/page +not built.*npm run build/);
    expect(started.said()).not.toMatch(/(overview|data|query|registry) +http\S+:\d+\/(data|query|registry)?\n/);
    expect((await fetch(new URL('/', graph))).status).toBe(404);
    const named = [...started.said().matchAll(/^ {2}\w* +(http\S+)/gm)].map(([, address]) => address!);
    for (const address of named.filter((each) => each !== graph))
      expect((await fetch(address)).status, address).not.toBe(404);
    expect(named.length).toBeGreaterThan(1);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
  }, 120_000);

  it.skipIf(process.platform !== 'linux')(
    "opens no port but the gateway's and the registry's, and leaves nothing in its folder that others may read (skipped where /proc does not say it)",
    async () => {
      const data = join(folder, 'data');
      chmodSync(data, 0o755);
      for (const file of globSync('{store.db,keys,keys/*}', { cwd: data })) chmodSync(join(data, file), 0o777);
      const started = start('--data', data);
      const graph = await graphOf(started);
      const registry = / (http\S+)\/docs/.exec(started.said())![1]!;
      const ports = [graph, registry].map((url) => Number(new URL(url).port));
      expect(portsOf(started.child.pid!).sort()).toEqual(ports.sort());
      // What it serves is the registry's, which has published our five.
      expect((await fetch(new URL('/health', registry))).status).toBe(200);
      expect(globSync('{supergraph/supergraph.graphql,keys/registry-*}', { cwd: data })).toHaveLength(5);
      expect(started.said()).not.toContain('subgraph');
      const wide = ['', ...globSync('**/*', { cwd: data })].filter(
        (path) => (statSync(join(data, path)).mode & 0o077) !== 0,
      );
      expect(wide).toEqual([]);
      expect(
        globSync('{store.db-wal,store.db-shm,store.sock,keys/audit-anchor,keys/audit-key}', { cwd: data }),
      ).toHaveLength(5);

      const uri = /mongosh '(\S+)'/.exec(started.said())![1]!;
      const client = await new MongoClient(uri).connect();
      expect(await client.db('sigap_workers').collection('workers').estimatedDocumentCount()).toBe(11_666);
      await client.close();
      const second = start('--data', data);
      expect(await second.ended).toBe(1);
      expect(second.said()).toMatch(
        new RegExp(`^STORE_IN_USE: [^\\n]*data, by process ${started.child.pid} since \\S+Z\\n$`),
      );
      started.child.kill('SIGINT');
      expect(await started.ended).toBe(0);
      expect(globSync('{store.sock,store.uri}', { cwd: data })).toEqual([]);
    },
    240_000,
  );

  it('opens the ports that are asked for, and its subgraphs answer nobody who cannot sign claims with the secret of its data folder', async () => {
    const data = join(folder, 'data');
    const started = start('--data', data, '--subgraph-port', '0', '--store-port', '0');
    await graphOf(started);
    const [, workers] = /subgraph +(http\S+) +workers/.exec(started.said())!;
    expect(started.said()).toMatch(/mongosh 'mongodb:\/\/127\.0\.0\.1:\d+/);
    const body = JSON.stringify({ query: '{ workers(first: 1) { nodes { nik name } } }' });
    const headers = { 'content-type': 'application/json' };
    const refused = await fetch(workers!, { method: 'POST', headers, body });
    expect([refused.status, await refused.text()]).toEqual([401, expect.stringContaining('CLAIMS_MISSING')]);
    const secret = readFileSync(join(data, 'keys/claims-secret'), 'utf8').trim();
    const sign = claimsSigner({ secret, lifetime: 10_000 });
    const signed = await fetch(workers!, {
      method: 'POST',
      headers: {
        ...headers,
        [CLAIMS_HEADER]: sign(
          { sub: 'test', roles: [], scopes: ['person:read', 'person:all-agencies'] },
          'workers',
          body,
        ),
      },
      body,
    });
    expect(((await signed.json()) as { data: { workers: { nodes: object[] } } }).data.workers.nodes).toHaveLength(1);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
  }, 240_000);

  it("takes the gateway's options, and commands find its folder from wherever they are run", async () => {
    const tmp = mkdtempSync(join(folder, 'tmp-'));
    const env = { TMPDIR: tmp, MAX_DEPTH: '5' };
    const words = ['--data', join(folder, 'data'), '--cors-origins', 'https://dashboard.example', '--explorer', 'off'];
    const started = start({ env }, ...words);
    const graph = await graphOf(started);
    expect(started.said()).not.toMatch(/^ +(overview|page) /m);
    const from = (origin: string) =>
      fetch(graph, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    expect((await from('https://dashboard.example')).headers.get('access-control-allow-origin')).toBe(
      'https://dashboard.example',
    );
    expect((await from('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBe(null);
    const deep = (await ask(graph, '{ city { districts { villages { district { city { name } } } } } }')) as {
      errors?: { extensions: { code: string } }[];
    };
    expect(deep.errors?.[0]?.extensions.code).toBe('OPERATION_SHAPE');

    const command = (file: string, ...argv: string[]) =>
      promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', resolve(file), ...argv], {
        cwd: tmp,
        env: { ...process.env, ...env },
      });
    const { stdout: token } = await command('gateway/guard/identity/token-command.ts', '--role', 'analyst');
    const asAnalyst = await fetch(graph, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token.trim()}` },
      body: JSON.stringify({ query: '{ city { participants } }' }),
    });
    expect(asAnalyst.status).toBe(200);
    const { stdout: made } = await command(
      'gateway/guard/identity/api-key-command.ts',
      'create',
      '--owner',
      'Dasbor',
      '--role',
      'dashboard',
    );
    expect(made).toContain(join(folder, 'data', 'keys', 'api-keys.json'));
    expect((await command('gateway/guard/claims/claims-key-command.ts', '--subgraph', 'health')).stdout).toMatch(
      /^[\w-]{43}\n$/,
    );
    expect(JSON.parse((await command('gateway/audit/main.ts', 'verify')).stdout)).toMatchObject({ whole: true });
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(
      readdirSync(
        join(
          tmp,
          readdirSync(tmp).find((name) => name.startsWith('sigap-graph-'))!,
        ),
      ),
    ).toEqual([]);
  }, 240_000);

  it('says in one line that a port is taken, a data folder is none, an option is wrong', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const taken = (holder.address() as AddressInfo).port;
    const file = join(folder, 'a-file');
    writeFileSync(file, 'not a folder');
    const cases: [string[], RegExp][] = [
      [['--data', join(folder, 'data'), '--port', String(taken)], /^PORT_TAKEN: .*--port/m],
      [['--data', join(folder, 'data'), '--store-port', String(taken)], /^PORT_TAKEN: .*--store-port/m],
      [['--data', file], /^DATA_FOLDER: .*a-file/m],
      [['--data', folder], /^DATA_FOLDER: .*holds other things/m],
      [['--data', join(folder, 'data'), '--subgraph-port', String(taken)], /^PORT_TAKEN: .*--subgraph-port/m],
      [['--subgraph-port', 'x'], /^BAD_OPTION: .*--subgraph-port/m],
      [['--what'], /^BAD_OPTION: .*--what/m],
      [['--cors-origin', 'x'], /^BAD_OPTION: .*--cors-origin'.*--cors-origins/ms],
      [['--workers', '2'], /^BAD_OPTION: .*--workers or WORKERS .*expected 1: npm start is one process/m],
      [['--host', '0.0.0.0'], /^BAD_OPTION: .*--host or HOST .*expected a loopback address.*DEVELOPMENT=false/m],
    ];
    for (const [words, line] of cases) {
      const started = start(...words);
      expect(await started.ended, started.said()).toBe(1);
      expect(started.said()).toMatch(line);
      expect(started.said()).not.toMatch(/\n\s+at /);
    }
    holder.close();
  }, 240_000);
});
