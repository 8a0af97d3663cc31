/** `sigap client init`: what it writes compiles, generates types, and asks a graph with the sample behind it. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeClient } from '../../../cli/client/write-client.ts';
import { startClientsGraph, type ClientsGraph } from '../../clients/clients-graph.ts';
import { COMPILER_OPTIONS } from '../../clients/compiler-options.ts';
import { FILL_MS } from '../../support/sample.ts';
import { sigap } from '../../support/sigap.ts';

const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);

let graph: ClientsGraph;
let project: string;

beforeAll(async () => {
  graph = await startClientsGraph();
  // Below the graph's own project, where it finds this repository's packages.
  project = join(graph.project, 'new');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['graph'] }),
  );
}, FILL_MS);
afterAll(() => graph?.stop());
afterEach(() => void vi.restoreAllMocks());

const init = (...words: string[]) => sigap(['client', 'init', ...words], {}, project);
const program = (name: string, ...words: string[]) =>
  run(join(root, 'node_modules/.bin', name), words, { cwd: project });

describe('a project that begins with it', () => {
  it('gets its files', async () => {
    const { out } = await init('--url', graph.url);
    expect(out).toContain('13 files in graph');
    expect(readFileSync(join(project, 'graph/settings.ts'), 'utf8')).toContain(graph.url);
    const facts = readFileSync(join(project, 'graph/schema-facts.ts'), 'utf8');
    expect(facts).toContain('"Rupiah": "number"');
    expect(facts.split('POSSIBLE_TYPES')[0]).not.toContain('"District"');
  });

  it('generates types, and all of it compiles', async () => {
    await program('graphql-codegen', '--config', 'graph/codegen.ts');
    await program('tsc', '-p', '.');
  });

  it('gets from both clients what a fragment on an interface asks for', async () => {
    const asked = `const QUERY = gql(\`
  query Again { node(id: "City:32.75") { __typename ...Named } }
  fragment Named on Node { id ... on City { name } }\`);
const client = graphClient();
`;
    const ways = {
      apollo: `import { gql } from '@apollo/client';
import { graphClient } from './graph/apollo.ts';
${asked}const { data } = await client.query({ query: QUERY });
console.log(JSON.stringify([data, client.readQuery({ query: QUERY })]));`,
      urql: `import { gql } from '@urql/core';
import { graphClient } from './graph/urql.ts';
${asked}for (const requestPolicy of ['network-only', 'cache-only'])
  answers.push((await client.query(QUERY, {}, { requestPolicy }).toPromise()).data);
console.log(JSON.stringify(answers));`.replace('const client', 'const answers: unknown[] = [];\nconst client'),
    };
    for (const [client, text] of Object.entries(ways)) {
      writeFileSync(join(project, `${client}.ts`), text);
      const { stdout } = await run(process.execPath, [`${client}.ts`], { cwd: project });
      const answers = JSON.parse(stdout.trim().split('\n').at(-1)!) as unknown[];
      const whole = {
        node: { __typename: 'City', id: 'City:32.75', name: expect.stringContaining('Bekasi') as string },
      };
      expect([client, answers]).toEqual([client, [whole, whole]]);
    }
  });

  it('needs the types of Node for what runs in Node alone', async () => {
    const config = {
      compilerOptions: { ...COMPILER_OPTIONS, types: [] },
      include: ['graph'],
      exclude: ['graph/codegen.ts', 'graph/example.ts'],
    };
    writeFileSync(join(project, 'tsconfig.page.json'), JSON.stringify(config));
    await program('tsc', '-p', 'tsconfig.page.json');
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
    expect(await init('--url', graph.url)).toMatchObject({ code: 1, err: expect.stringContaining('CLIENT_FILES') });
    expect(await init('--url', graph.url, '--again')).toMatchObject({ code: 0, err: '' });
  });

  it('is told why there is no schema', async () => {
    const refused = async (...words: string[]) => (await init('--folder', 'none', ...words)).err;
    const gone = createServer();
    await once(gone.listen(0, '127.0.0.1'), 'listening');
    const { port } = gone.address() as AddressInfo;
    await once(gone.close(), 'close');
    expect(await refused('--url', `http://127.0.0.1:${port}/graphql`)).toBe(
      `CLIENT_SCHEMA: The graph gives no schema: http://127.0.0.1:${port} cannot be reached (ECONNREFUSED)\n`,
    );
    expect(await refused('--url', 'http://graph.example/graphql')).toContain('expected https');
    writeFileSync(join(project, 'token'), 'not-a-token', { mode: 0o600 });
    expect(await refused('--url', graph.url, '--token-file', 'token')).toContain('BAD_TOKEN');
    writeFileSync(join(project, 'key'), 'sgk_not-a-key', { mode: 0o600 });
    expect(await refused('--url', graph.url, '--token-file', 'key')).toContain('BAD_API_KEY');
  });

  it('is told that a path is none of the graph, which the schema does not show', async () => {
    for (const path of ['/nope', '/', '/graphql/no-contract']) {
      const { code, err } = await init('--folder', 'none', '--url', new URL(path, graph.url).href);
      expect([code, err]).toEqual([1, expect.stringContaining(`CLIENT_GRAPH: No graph is at the address`)]);
      expect(err).toContain(`got ${path} (404)`);
    }
    expect(existsSync(join(project, 'none'))).toBe(false);
  });

  it('gets the schema of the contract that its address names, and the whole one where the last word is none', async () => {
    const served = createServer(({ url }, response) => {
      if (url === '/schema.graphql') response.end('type Query { whole: Int }');
      else if (url === '/schema.graphql?contract=public') response.end('type Query { part: Int }');
      else response.writeHead(url!.startsWith('/schema.graphql') ? 404 : 200).end('{}');
    });
    await once(served.listen(0, '127.0.0.1'), 'listening');
    const { port } = served.address() as AddressInfo;
    const schemaFor = async (path: string): Promise<string> => {
      const folder = join(project, path.replaceAll('/', '-'));
      await writeClient({ url: new URL(path, `http://127.0.0.1:${port}`), credential: {}, folder, again: false });
      return readFileSync(join(folder, 'schema.graphql'), 'utf8');
    };
    expect(await schemaFor('/graphql')).toContain('whole');
    expect(await schemaFor('/graphql/public')).toContain('part');
    expect(await schemaFor('/api/graph')).toContain('whole');
    served.close();
  });

  it('is told of a graph that is too slow, also in the middle of its schema', async () => {
    const silent = createServer((_, response) => void response.writeHead(200).write('type Query'));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    const late = AbortSignal.timeout(50);
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late);
    const url = new URL(`http://127.0.0.1:${port}/graphql`);
    const folder = join(project, 'none');
    await expect(writeClient({ url, credential: {}, folder, again: false })).rejects.toThrow(
      `http://127.0.0.1:${port} does not answer within 20 s`,
    );
    silent.closeAllConnections();
    silent.close();
  });

  it('writes through no link, also where it leads nowhere', async () => {
    const folder = join(project, 'linked');
    mkdirSync(folder);
    const elsewhere = join(project, 'elsewhere');
    symlinkSync(elsewhere, join(folder, 'settings.ts'));
    const words = ['--url', graph.url, '--folder', 'linked'];
    expect(await init(...words)).toMatchObject({ code: 1, err: expect.stringContaining('CLIENT_FILES') });
    expect([existsSync(elsewhere), readdirSync(folder)]).toEqual([false, ['settings.ts']]);
    expect(await init(...words, '--again')).toMatchObject({ code: 0, err: '' });
    expect([existsSync(elsewhere), lstatSync(join(folder, 'settings.ts')).isFile()]).toEqual([false, true]);
  });

  it('is told where its files cannot be', async () => {
    writeFileSync(join(project, 'a-file'), '');
    const { err } = await init('--url', graph.url, '--folder', 'a-file');
    expect(err).toBe('CLIENT_FOLDER: The files of a client cannot be written: a-file (EEXIST)\n');
  });

  it('reads the schema with a key', async () => {
    writeFileSync(join(project, 'good-key'), await graph.apiKey('dashboard'), { mode: 0o600 });
    const { err } = await init('--url', graph.url, '--token-file', 'good-key', '--folder', 'by-key');
    expect([err, existsSync(join(project, 'by-key/schema.graphql'))]).toEqual(['', true]);
  });
});
