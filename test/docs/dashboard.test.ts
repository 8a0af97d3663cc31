/** docs/dashboard.md and docs/dasbor.md: each block of code runs in the order of the page, and says what the page says it does. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startClientsGraph, untilTaken, type ClientsGraph } from '../clients/clients-graph.ts';
import { COMPILER_OPTIONS } from '../clients/compiler-options.ts';
import { FILL_MS } from '../support/sample.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const GRAPH_OF_THE_PAGE = 'http://127.0.0.1:4000/graphql';
const PROJECT_OF_THE_PAGE = '../dashboard/';
/** What such a block begins with; all others are run in the project. */
const IN_THE_CLONE = '# in the clone of sigap-graph\n';
const KEY = 'GRAPH_KEY';

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
  // As `npm init` writes it.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['src', 'graph'] }),
  );
  environment = { ...process.env, KEYS_FOLDER: graph.project, PATH: programs() };
  for (const { text } of BLOCKS) {
    const file = fileOf(text);
    if (file !== undefined) writeFileSync(join(folder, file), text);
  }
}, FILL_MS);
afterAll(() => graph?.stop());
afterEach(() => void vi.useRealTimers());

/** @returns a PATH on which `npx` runs the programs of this repository, without a registry */
function programs(): string {
  const own = join(graph.project, 'programs');
  mkdirSync(own);
  const write = (name: string, command: string): void => {
    writeFileSync(join(own, name), `#!/bin/sh\n${command}\n`);
    chmodSync(join(own, name), 0o755);
  };
  write('npx', 'exec "$@"');
  return [own, join(root, 'node_modules/.bin'), process.env['PATH']].join(':');
}

const sh = async (command: string, cwd = folder): Promise<string> => {
  const { stdout } = await run('sh', ['-ec', command], { cwd, env: environment });
  return stdout.trim();
};

/** Runs a block where the page says. The key that one exports is known to those below it, as in the reader's own shell. */
async function runBlock(text: string): Promise<string> {
  const command = text.replaceAll(GRAPH_OF_THE_PAGE, graph.url).replaceAll(PROJECT_OF_THE_PAGE, `${folder}/`);
  const cwd = command.startsWith(IN_THE_CLONE) ? root : folder;
  if (!command.includes(`export ${KEY}=`)) return sh(command, cwd);
  const key = await sh(`${command}printenv ${KEY}`, cwd);
  await untilTaken(graph.schemaUrl, key);
  environment[KEY] = key;
  return 'a key';
}

it('says the same in both languages: their blocks are the same', () => {
  expect(blocksOf('dasbor.md')).toEqual(BLOCKS);
  expect(BLOCKS.length).toBeGreaterThan(10);
});

it('runs as it stands, and prints what it says', async () => {
  let printed = '';
  for (const { language, text } of BLOCKS) {
    if (language === 'sh') printed = await runBlock(text);
    else if (language === 'ts') printed = await sh(`node ${fileOf(text)!}`);
    else if (language === 'json') expect(JSON.parse(printed), text).toEqual(JSON.parse(text));
    else if (language === 'text') expect(printed).toBe(text.trim());
    else expect([language, fileOf(text)]).toEqual(['graphql', expect.any(String)]);
    expect(printed, text).not.toBe('');
  }
  await sh('tsc -p .');
}, 240_000);

it('names each package that the files import', () => {
  const template = join(root, 'cli/client/template');
  const files = readdirSync(template).filter((file) => file.endsWith('.ts'));
  const imported = files.flatMap((file) =>
    [...readFileSync(join(template, file), 'utf8').matchAll(/ from '([^'.]+)';$/gm)].map(([, name]) => name!),
  );
  // The generated types take theirs from the package of typed documents, which `ask.ts` names too.
  expect(imported).toContain('@graphql-typed-document-node/core');
  const packages = new Set(imported.map((name) => (name.startsWith('node:') ? '@types/node' : name)));
  for (const page of ['dashboard.md', 'dasbor.md']) {
    const text = readFileSync(join(root, 'docs', page), 'utf8');
    for (const name of packages) expect(text).toContain(`\`${name}\``);
  }
});

it('shows how old an answer is while no agency answers, in the words of the page', async () => {
  const question = readFileSync(join(folder, 'graph/coverage-by-district.graphql'), 'utf8');
  const newest = async (): Promise<Headers> => {
    const reply = await fetch(graph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: question, variables: { month: '2025-12' } }),
    });
    // One that is being made anew would be newer than its headers say.
    expect(await reply.json()).not.toHaveProperty('extensions');
    return reply.headers;
  };
  const headers = await vi.waitFor(newest, { timeout: 20_000, interval: 200 });
  const maxAge = Number(/max-age=(\d+)/.exec(headers.get('cache-control')!)![1]);
  const madeAt = Date.now() - 1_000 * Number(headers.get('age') ?? 0);
  const shownAfter = async (seconds: number): Promise<string> => {
    vi.useFakeTimers({ toFake: ['Date'], now: madeAt + 1_000 * seconds });
    return sh('node src/age.ts');
  };
  graph.down = true;
  try {
    const said = await shownAfter(maxAge + 7_200);
    expect(said).toMatch(/^As the graph had it .+ ago; an agency does not answer\.$/);
    const page = readFileSync(join(root, 'docs/dashboard.md'), 'utf8');
    expect(page).toContain(said.replace(/it .+ ago/, 'it 2 hours ago'));
  } finally {
    graph.down = false;
  }
});

it.each(['99.99.99', 'District:32.75.01'])('has null without an error for the code %s', async (code) => {
  for (const page of ['dashboard.md', 'dasbor.md'])
    expect(readFileSync(join(root, 'docs', page), 'utf8')).toContain(`district(code: "${code}")`);
  const reply = await fetch(graph.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ district(code: "${code}") { id } }` }),
  });
  expect(await reply.json()).toEqual({ data: { district: null } });
});
