/**
 * The commands of docs/partners.md, as they stand there, before the whole product: from nothing to a field that the gateway serves, then with a claims
 * key, then the scorecard. Only ports and folders are others, and the packages of the kit are those that are here.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { FILL_MS, filledFolder } from '../support/sample.ts';
import { sigap, type Ended } from '../support/sigap.ts';

let product: Product;
let data: string;
let folder: string;
let kit: ChildProcess | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partner-'));
  data = join(folder, 'data');
  cpSync(await filledFolder(), data, { recursive: true });
  product = await startProduct(data);
}, FILL_MS);
afterAll(async () => {
  await stopKit();
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** @returns the commands below a heading of the page, each without its comment */
const commandsOf = (heading: string): string[] =>
  new RegExp(`## ${heading}\n[^#]*?\`\`\`sh\n([^]+?)\`\`\``)
    .exec(readFileSync('docs/partners.md', 'utf8'))![1]!
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ +# .*/, ''));
const COMMANDS = commandsOf('Five commands');

/** The words of a command as a shell reads them. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain!);

const run = (command: string, url: string): Promise<Ended> =>
  sigap(
    wordsOf(
      command.replaceAll('http://127.0.0.1:4006/graphql', url).replaceAll('http://127.0.0.1:4000', product.origin),
    ).slice(2),
    { SIGAP_REGISTRY: product.registry, SIGAP_TOKEN_FILE: join(data, 'keys', 'registry-operator-token') },
    folder,
  );

async function stopKit(): Promise<void> {
  if (kit?.exitCode !== null) return;
  kit.kill();
  await once(kit, 'exit');
}

/** @returns where the kit answers */
async function buildKit(): Promise<string> {
  const own = join(folder, 'health');
  symlinkSync(join(process.cwd(), 'node_modules'), join(own, 'node_modules'));
  const { start } = (JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as { scripts: { start: string } })
    .scripts;
  expect(start).toBe('tsc && node dist/src/main.js');
  const build = spawn(process.execPath, ['node_modules/typescript/bin/tsc'], { cwd: own, stdio: 'inherit' });
  expect(await once(build, 'exit')).toEqual([0, null]);
  return startKit({ PORT: '0' });
}

/** @returns where the kit answers */
async function startKit(env: Readonly<Record<string, string>>): Promise<string> {
  kit = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: join(folder, 'health'),
    env: { ...process.env, NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(kit.stdout!)) if (line.startsWith('health: ')) return line.slice(8);
  throw new Error('the kit did not start');
}

it('serves a field of a partner after five commands', async () => {
  expect(COMMANDS).toHaveLength(5);
  expect(COMMANDS[1]).toBe('cd health && npm install && npm start &');
  expect(await run(COMMANDS[0]!, '')).toMatchObject({ code: 0 });
  const url = await buildKit();
  const checked = await run(COMMANDS[2]!, url);
  expect(checked.code, checked.out + checked.err).toBe(0);
  const published = await run(COMMANDS[3]!, url);
  expect(published.out).toMatch(/health 1 is published: supergraph \d+, which http:\S+ serves/);
  await expectServed();
  await expectSigned(url);
}, 240_000);

async function expectServed(): Promise<void> {
  const { query } = JSON.parse(/-d '(.+)'/.exec(COMMANDS[4]!)![1]!) as { query: string };
  const answer = await vi.waitFor(
    () => product.ask<{ healthDistrict: { people: number; month: string; district: object } }>(query),
    { timeout: 20_000, interval: 100 },
  );
  expect(answer.healthDistrict.district).toEqual({ name: 'Bekasi Timur' });
  expect(answer.healthDistrict.people).toBeGreaterThan(0);
  expect(answer.healthDistrict.month).toMatch(/^\d{4}-\d\d$/);
}

/** @param url where the kit answered without a key */
async function expectSigned(url: string): Promise<void> {
  const [make, start] = commandsOf('Who asks');
  expect(start).toBe('cd health && CLAIMS_KEYS="$(cat claims-key)" npm start &');
  const file = join(folder, 'health/claims-key');
  const made = make!.replace('--data .data', `--data '${data}'`).replace('health/claims-key', `'${file}'`);
  await promisify(execFile)('sh', ['-c', made]);
  expect(statSync(file).mode & 0o077).toBe(0);
  await stopKit();
  await startKit({ PORT: new URL(url).port, CLAIMS_KEYS: readFileSync(file, 'utf8').trim() });
  const unsigned = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect([unsigned.status, await unsigned.text()]).toEqual([401, expect.stringContaining('CLAIMS_MISSING')]);
  await expectServed();
  const [conformance] = commandsOf('Conformance');
  const scored = await run(conformance!, url);
  expect(scored.code, scored.out + scored.err).toBe(0);
  expect(scored.out).toMatch(/^ok +claims/m);
}
