/** docs/dashboard.md and docs/dasbor.md: each block of code runs in the order of the page, and says what the page says it does. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { apiKeyCommand } from '../../gateway/guard/identity/api-key-command.ts';
import { startClientsGraph, type ClientsGraph } from '../clients/clients-graph.ts';
import { COMPILER_OPTIONS } from '../clients/compiler-options.ts';
import { FILL_MS } from '../support/sample.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const GRAPH_OF_THE_PAGE = 'http://127.0.0.1:4000/graphql';

interface Block {
  readonly language: string;
  readonly text: string;
}
const blocksOf = (page: string): Block[] =>
  [...readFileSync(join(root, 'docs', page), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', text = '']) => ({ language, text }),
  );
const BLOCKS = blocksOf('dashboard.md');
/** A block that is a file names its path in a comment on its first line. */
const fileOf = (text: string): string | undefined => /^(?:\/\/|#) (src\/\S+)\n/.exec(text)?.[1];

let graph: ClientsGraph;
let folder: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  graph = await startClientsGraph();
  folder = join(graph.project, 'dashboard');
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['src', 'graph'] }),
  );
  environment = { ...process.env, GRAPH_KEY: await keyOfADashboard(), PATH: programs() };
  for (const { text } of BLOCKS) {
    const file = fileOf(text);
    if (file !== undefined) writeFileSync(join(folder, file), text);
  }
}, FILL_MS);
afterAll(() => graph?.stop());

async function keyOfADashboard(): Promise<string> {
  const words = ['create', '--owner', 'Dashboard', '--role', 'dashboard', '--days', '1'];
  const said: string[] = [];
  await apiKeyCommand(words, { KEYS_FOLDER: graph.project }, (line) => said.push(line));
  const key = /sgk_\S+/.exec(said.join('\n'))![0];
  // The gateway reads its keys again when they have changed, within some seconds.
  await vi.waitFor(
    async () => expect((await fetch(graph.schemaUrl, { headers: { 'x-api-key': key } })).status).toBe(200),
    { timeout: 20_000, interval: 200 },
  );
  return key;
}

/** @returns a PATH on which `npx` runs the programs of this repository, without a registry */
function programs(): string {
  const own = join(graph.project, 'programs');
  mkdirSync(own);
  const write = (name: string, command: string): void => {
    writeFileSync(join(own, name), `#!/bin/sh\n${command}\n`);
    chmodSync(join(own, name), 0o755);
  };
  write('npx', 'exec "$@"');
  write('sigap', `exec node --disable-warning=ExperimentalWarning ${join(root, 'cli/sigap/sigap.mjs')} "$@"`);
  return [own, join(root, 'node_modules/.bin'), process.env['PATH']].join(':');
}

const sh = async (command: string): Promise<string> => {
  const { stdout } = await run('sh', ['-ec', command], { cwd: folder, env: environment });
  return stdout.trim();
};

it('says the same in both languages: their blocks are the same', () => {
  expect(blocksOf('dasbor.md')).toEqual(BLOCKS);
  expect(BLOCKS.length).toBeGreaterThan(10);
});

it('runs as it stands, and prints what it says', async () => {
  let printed = '';
  for (const { language, text } of BLOCKS) {
    if (language === 'sh') printed = await sh(text.replaceAll(GRAPH_OF_THE_PAGE, graph.url));
    else if (language === 'ts') printed = await sh(`node ${fileOf(text)!}`);
    else if (language === 'json') expect(JSON.parse(printed), text).toEqual(JSON.parse(text));
    else if (language === 'text') expect(printed).toBe(text.trim());
    else expect([language, fileOf(text)]).toEqual(['graphql', expect.any(String)]);
    expect(printed, text).not.toBe('');
  }
  await sh('tsc -p .');
}, 240_000);
