import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

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

function start(...words: string[]): Started {
  const free = ['--port', '0', '--store-port', '0', '--subgraph-port', '0'];
  const child = spawn(process.execPath, ['--import', './base/runtime.mjs', '--disable-warning=ExperimentalWarning', 'start.ts', ...free, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (said += chunk));
  return { child, said: () => said, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

async function graphOf({ said }: Started): Promise<string> {
  await vi.waitFor(() => expect(said(), said()).toContain('sigap-graph is up'), { timeout: 110_000, interval: 50 });
  return /graph +(http\S+)/.exec(said())![1]!;
}

async function ask(graph: string, query: string): Promise<{ data: unknown; errors?: unknown }> {
  const response = await fetch(graph, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  return (await response.json()) as { data: unknown; errors?: unknown };
}

const ON_ONE_PAGE = readFileSync('schema/operations/programme-on-one-page.graphql', 'utf8');

describe('npm start', () => {
  it('fills the store once, answers the programme on one page, and stops cleanly on Ctrl-C', async () => {
    const first = start('--data', join(folder, 'data'));
    const graph = await graphOf(first);
    expect(first.said()).toContain(join(folder, 'data'));
    const { data, errors } = (await ask(graph, ON_ONE_PAGE)) as { data: { city: { participants: number }; programmes: { code: string; reconciliation: object }[] }; errors?: unknown };
    expect(errors).toBeUndefined();
    expect(data.city.participants).toBe(54_666);
    expect(data.programmes.find(({ code }) => code === 'SIGAP')!.reconciliation).toMatchObject({ liability: 587_966_400, shortfall: 7_966_400 });
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);

    const again = start('--data', join(folder, 'data'));
    const other = await graphOf(again);
    expect(again.said()).not.toContain('Filling');
    expect((await ask(other, ON_ONE_PAGE)).data).toEqual(data);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  }, 240_000);

  it('prints a first question that works as it stands, without a token', async () => {
    const started = start('--data', join(folder, 'data'));
    const graph = await graphOf(started);
    const body = /-d '(\{.*\})'/.exec(started.said())![1]!;
    const response = await fetch(graph, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(((await response.json()) as { errors?: unknown }).errors).toBeUndefined();
    const explorer = /explorer +(http\S+)/.exec(started.said())![1]!;
    expect(await (await fetch(explorer)).text()).toContain('<!doctype html');
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
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
      [['--data', file], /^[A-Z_]+: .*a-file/m],
      [['--subgraph-port', 'x'], /^BAD_OPTION: .*--subgraph-port/m],
      [['--what'], /^BAD_OPTION: .*--what/m],
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
