/** `sigap client init`: what it writes compiles, generates types, and asks a graph with the sample behind it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { sigap } from '../../support/sigap.ts';
import { FILL_MS, startSampleGraph, type SampleGraph } from '../../support/sample.ts';

const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'esnext',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['esnext', 'dom'],
    types: ['node'],
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
  },
  include: ['graph'],
};

let project: string;
let sample: SampleGraph;
let gateway: RunningGateway;
let graph: string;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'client-init-'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  sample = await startSampleGraph();
  gateway = await startGateway({
    settings: gatewayDefaults({ port: 0, explorer: false, development: true, keysFolder: project }),
    log: logOf('test', 'silent'),
    source: fixedSupergraph(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8')),
    inProcess: Object.fromEntries([...sample.subgraphs].map(([name, { execute }]) => [name, execute])),
  });
  graph = `${gateway.url}/graphql`;
}, FILL_MS);
afterAll(async () => {
  await gateway?.stop();
  await sample?.stop();
  rmSync(project, { recursive: true, force: true });
});

const init = (...words: string[]) => sigap(['client', 'init', ...words], {}, project);
const program = (name: string, ...words: string[]) =>
  run(join(root, 'node_modules/.bin', name), words, { cwd: project });

describe('a project that begins with it', () => {
  it('gets its files', async () => {
    const { out } = await init('--url', graph);
    expect(out).toContain('11 files in graph');
    expect(readFileSync(join(project, 'graph/settings.ts'), 'utf8')).toContain(graph);
    const facts = readFileSync(join(project, 'graph/schema-facts.ts'), 'utf8');
    expect(facts).toContain('"Rupiah": "number"');
    expect(facts).not.toContain('"District"');
  });

  it('generates types, and all of it compiles', async () => {
    await program('graphql-codegen', '--config', 'graph/codegen.ts');
    await program('tsc', '-p', '.');
  });

  it('shows its first chart', async () => {
    const { stdout } = await run(process.execPath, ['graph/example.ts'], { cwd: project });
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(13);
    expect(lines[0]).toMatch(/^Bekasi Timur +[\d,]+ ± 10 {2}█+$/);
    expect(lines[12]).toBe(
      'As of the end of December 2025; each count may be off by up to 10, so that it tells of nobody, and sums of them by more.',
    );
  });

  it('is told of files that are there, and writes them anew where it is asked to', async () => {
    expect(await init('--url', graph)).toMatchObject({ code: 1, err: expect.stringContaining('CLIENT_FILES') });
    expect(await init('--url', graph, '--again')).toMatchObject({ code: 0, err: '' });
  });

  it('is told why there is no schema', async () => {
    const refused = async (...words: string[]) => (await init('--folder', 'none', ...words)).err;
    expect(await refused('--url', 'http://127.0.0.1:1/graphql')).toBe(
      'CLIENT_SCHEMA: The graph gives no schema: http://127.0.0.1:1 does not answer\n',
    );
    expect(await refused('--url', 'http://graph.example/graphql')).toContain('expected https');
    writeFileSync(join(project, 'token'), 'not-a-token', { mode: 0o600 });
    expect(await refused('--url', graph, '--token-file', 'token')).toContain('BAD_TOKEN');
  });
});
