/** `sigap compose`, and what every command does with words that do not fit. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sigap } from '../../support/sigap.ts';

const A = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { a: A } type A @key(fields: "id") { id: ID! }`;
/** Federation 1: no @link. */
const B = `extend type A @key(fields: "id") { id: ID! @external b: Int }`;
const C = `type Query { c: String } type A { id: Int }`;

let folder: string;
let server: Server;
let address: string;
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-compose-'));
  server = createServer((request, response) => {
    const sdl = request.url === '/b' ? B : undefined;
    request.resume();
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { _service: { sdl } } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('sigap compose', () => {
  it('composes subgraphs of federation 2 and 1, of a file and of an address, without a registry', async () => {
    const out = join(folder, 'supergraph.graphql');
    const words = ['compose', '--subgraph', `a=${file('a.graphql', A)}`, '--subgraph', `b=${address}/b`];
    const { code, err } = await sigap([
      ...words,
      '--url',
      'a=https://a.example/graphql',
      '--policy',
      'none',
      '--out',
      out,
    ]);
    expect(err).toBe('');
    expect(code).toBe(0);
    const supergraph = readFileSync(out, 'utf8');
    expect(supergraph).toContain('@join__graph(name: "a", url: "https://a.example/graphql")');
    expect(supergraph).toContain(`@join__graph(name: "b", url: "${address}/b")`);
    expect(supergraph).toMatch(/b: Int @join__field\(graph: B\)/);
  });

  it('writes the variants of contracts beside it, each of exactly this supergraph', async () => {
    const out = join(folder, 'with.graphql');
    const contracts = file('contracts.json', JSON.stringify([{ name: 'outside', exclude: ['x'] }]));
    const words = ['compose', '--subgraph', `a=${file('a.graphql', A)}`, '--policy', 'none', '--contracts'];
    expect(await sigap([...words, contracts, '--out', out])).toMatchObject({ code: 0 });
    const id = createHash('sha256').update(readFileSync(out)).digest('hex');
    expect(readFileSync(join(folder, 'with.outside.graphql'), 'utf8')).toContain(`# variant outside of ${id}\n`);
    expect(await sigap([...words, '--json'])).toMatchObject({ err: expect.stringContaining('SIGAP_USAGE') });
    const nothing = file('nothing.json', JSON.stringify([{ name: 'outside', include: ['x'] }]));
    expect(await sigap([...words, nothing, '--out', out])).toMatchObject({
      err: expect.stringContaining('SIGAP_CONTRACT'),
    });
  });

  it("ends with 3 and Apollo's codes where they do not compose", async () => {
    const words = ['compose', '--subgraph', `a=${file('a.graphql', A)}`, '--subgraph', `c=${file('c.graphql', C)}`];
    const { code, out } = await sigap([...words, '--policy', 'none', '--json']);
    expect(code).toBe(3);
    const { errors } = JSON.parse(out) as { errors: { code: string }[] };
    expect(errors.map((error) => error.code)).toContain('FIELD_TYPE_MISMATCH');
  });

  it('compares our five with the file that is committed, and says when it is stale', async () => {
    expect(await sigap(['compose', '--check'])).toMatchObject({ code: 0 });
    const stale = file('stale.graphql', 'type Query { a: Int }');
    const { code, out } = await sigap(['compose', '--check', '--out', stale]);
    expect(code).toBe(3);
    expect(out).toContain('stale');
    expect(readFileSync(stale, 'utf8')).toBe('type Query { a: Int }');
  });

  it('says which SDL it cannot read', async () => {
    const { code, err } = await sigap(['compose', '--subgraph', 'a=/nowhere.graphql']);
    expect(code).toBe(1);
    expect(err).toMatch(/^SIGAP_SDL: .*\/nowhere\.graphql/);
    expect((await sigap(['compose', '--subgraph', `a=${address}/none`])).err).toMatch(/^SIGAP_SDL: .*with no SDL/);
  });
});

describe('sigap init and lint', () => {
  it('begin a subgraph, and find what is wrong with its SDL without a registry', async () => {
    const own = join(folder, 'health');
    expect(await sigap(['init', 'health', '--owner', 'DINKES', '--folder', own])).toMatchObject({ code: 0 });
    const schema = join(own, 'schema.graphql');
    expect(await sigap(['lint', schema, '--name', 'health'])).toMatchObject({ code: 0 });
    const wrong = file('wrong.graphql', `${readFileSync(schema, 'utf8')}\nextend type Query { noktp: String }`);
    const { out } = await sigap(['lint', wrong, '--name', 'health']);
    expect(out).toContain('Query.noktp');
    expect((await sigap(['init', 'health', '--owner', 'DINKES', '--folder', own])).err).toMatch(/^FOLDER_NOT_EMPTY/);
  });
});

describe('sigap conformance', () => {
  it('fails a subgraph that answers whoever asks, and says what came', async () => {
    const key = file('claims-key', randomBytes(32).toString('base64url'));
    const words = ['conformance', `${address}/b`, '--name', 'b', '--claims-key-file', key];
    const { code, out } = await sigap([...words, '--only', 'claims-unsigned']);
    expect(code, out).toBe(3);
    expect(out).toMatch(/FAIL claims-unsigned/);
    expect((await sigap([...words, '--only', 'nonsense'])).err).toMatch(/^CONFORMANCE_UNKNOWN_CASE/);
  });

  it('takes what cannot be read from a subgraph, and refuses an example that is no key', async () => {
    const key = file('claims-key', randomBytes(32).toString('base64url'));
    const words = ['conformance', `${address}/b`, '--name', 'b', '--claims-key-file', key];
    const { out } = await sigap([...words, '--only', 'introspection-schema', '--introspection', 'on', '--json']);
    expect(out).toContain('it does not run in production, as was said');
    for (const wrong of ['District', 'District=32.75', 'District={"code":'])
      expect(await sigap([...words, '--example', wrong]), wrong).toMatchObject({ code: 2 });
  });
});

describe('sigap', () => {
  it('ends with 2 where words do not fit', async () => {
    for (const words of [
      ['nonsense'],
      ['compose', '--subgraph', 'a'],
      ['compose', '--policy', 'some'],
      ['subgraph', 'check', 'health'],
      ['completion', 'tcsh'],
      ['compose', '--check', '--subgraph', `a=${file('a.graphql', A)}`, '--policy', 'none'],
    ])
      expect((await sigap(words)).code, words.join(' ')).toBe(2);
  });

  it('has examples behind the help of every command', async () => {
    const { out: script } = await sigap(['completion', 'bash']);
    const ways = [...script.matchAll(/^ {4}'([^']+)'\) next='([^']*)'/gm)].map(([, way = '', next = '']) => ({
      way,
      next,
    }));
    const leaves = ways.filter(({ next }) => next.split(' ').every((word) => word.startsWith('--')));
    expect(leaves.length).toBeGreaterThan(15);
    for (const { way } of leaves) {
      const { code, out } = await sigap([...way.split(' '), '--help']);
      expect(code, way).toBe(0);
      expect(out, way).toMatch(/Examples:\n {2}\$ /);
    }
  }, 60_000);

  it('says that the registry does not answer, with its address', async () => {
    const { code, err } = await sigap(['subgraph', 'list', '--registry', 'http://127.0.0.1:1']);
    expect(code).toBe(1);
    expect(err).toBe('REGISTRY_UNREACHABLE: The registry does not answer: http://127.0.0.1:1\n');
  });

  it('sends no token over the open net, and reads none that others may read', async () => {
    expect((await sigap(['subgraph', 'list', '--registry', 'http://registry.example'])).err).toMatch(
      /^REGISTRY_ADDRESS: .*https/,
    );
    const open = file('token', 'abc');
    const { err } = await sigap(['subgraph', 'list', '--token-file', open], {});
    expect(err).toMatch(/^REGISTRY_ADDRESS: .*chmod 600/);
  });
});
