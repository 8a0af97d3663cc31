/** Contracts at their own paths: one gateway serves the whole graph and what each contract shows of it, and a swap of one swaps both. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logOf } from '../../base/log.ts';
import type { ContractText } from '../../gateway/supergraph/contract-text.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { applyContract } from '../../schema/registry/contracts/apply-contract.ts';
import { startGatewayProgram, type GatewayProgram } from '../support/gateway-program.ts';
import { composeSmall, PEOPLE, PLACES, startSmallSubgraph, type SmallSubgraph } from '../support/small-graph.ts';

const CONTRACT = { name: 'public', exclude: ['internal'], withoutPersonal: false, withoutGuarded: false };

/** The small graph with `@tag(name: "internal")` behind the fields that are named. */
function supergraph(urls: Readonly<Record<string, string>>, ...internal: string[]): string {
  const tagged = (sdl: string): string =>
    internal.reduce(
      (text, field) => text.replace(new RegExp(` ${field}(?= )`), ` ${field} @tag(name: "internal")`),
      sdl.replace('"@shareable"]', '"@shareable", "@tag"]'),
    );
  return composeSmall(urls, { people: tagged(PEOPLE), places: tagged(PLACES) });
}

function variantOf(sdl: string, name = 'public'): ContractText {
  const made = applyContract(sdl, { ...CONTRACT, name, withoutMutations: true });
  if ('problem' in made) throw new Error(made.problem);
  return { name, sdl: made.sdl };
}

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly version: string | null;
}

/** The media type under which a status tells that an operation is not valid. */
const STATUSES = 'application/graphql-response+json';

async function ask(url: string, query: string, method: 'GET' | 'POST' = 'POST'): Promise<Reply> {
  const response = await (method === 'GET'
    ? fetch(`${url}?${new URLSearchParams({ query })}`, { headers: { accept: STATUSES } })
    : fetch(url, {
        method,
        headers: { 'content-type': 'application/json', connection: 'close', accept: STATUSES },
        body: JSON.stringify({ query }),
      }));
  return { status: response.status, text: await response.text(), version: response.headers.get('x-schema-version') };
}

const NAMES = '{ people { name } }';
const TOKENS = '{ people { token } }';
const FIELDS = '{ __type(name: "Person") { fields { name } } __schema { mutationType { name } } }';

describe.each([
  ['the fast path', true, 'on'],
  ['Apollo Server', false, 'on'],
  ['the fast path without a guard', true, 'off'],
] as const)('a contract, by %s', (_name, fastPath, guard) => {
  let folder: string;
  let subgraphs: SmallSubgraph[];
  let gateway: RunningGateway;
  let urls: Record<string, string>;
  const whole = () => `${gateway.url}/graphql`;
  const shown = () => `${gateway.url}/graphql/public`;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'contracts-'));
    subgraphs = await Promise.all([startSmallSubgraph('people'), startSmallSubgraph('places')]);
    urls = Object.fromEntries(subgraphs.map(({ name, url }) => [name, url]));
    const sdl = supergraph(urls, 'name: String');
    gateway = await startGateway({
      settings: gatewayDefaults({
        port: 0,
        explorer: false,
        keysFolder: folder,
        fastPath,
        guard: guard === 'on',
        contracts: ['public', 'other'],
      }),
      log: logOf('test', 'silent'),
      source: fixedSupergraph(sdl, [variantOf(sdl)]),
    });
  });
  afterAll(async () => {
    await gateway?.stop();
    await Promise.all(subgraphs.map((each) => each.stop()));
    rmSync(folder, { recursive: true });
  });

  it('answers what it shows by the same subgraphs, under the same version of the schema', async () => {
    for (const url of [whole(), shown(), whole(), shown()]) {
      const { status, text, version } = await ask(url, TOKENS);
      expect([status, JSON.parse(text).data]).toEqual([200, { people: [{ token: 'psr_a' }, { token: 'psr_b' }] }]);
      expect(version).toBe(gateway.engine.current().id.slice(0, 12));
    }
  });

  it('refuses what it leaves out, also once the whole graph has prepared it, and calls no subgraph for it', async () => {
    for (let turn = 0; turn < 2; turn++) {
      expect(JSON.parse((await ask(whole(), NAMES)).text).data.people[0]).toEqual({ name: 'Ani' });
      const before = subgraphs.map((each) => each.requests());
      for (const method of ['POST', 'GET'] as const) {
        const { status, text } = await ask(shown(), NAMES, method);
        expect(status).toBe(400);
        expect(JSON.parse(text).errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
        expect(JSON.parse(text).errors[0].message).toBe('Cannot query field "name" on type "Person".');
      }
      expect(subgraphs.map((each) => each.requests())).toEqual(before);
    }
  });

  it('reaches no field by fragments, by keys or in changes', async () => {
    for (const query of [
      '{ people { ... on Person { name } } }',
      'query ($show: Boolean = false) { people { token ...More @include(if: $show) } } fragment More on Person { name }',
      'mutation { greet(token: "psr_a") }',
      '{ _entities(representations: []) { __typename } }',
    ])
      expect((await ask(shown(), query)).status, query).toBe(400);
    expect((await ask(whole(), 'mutation { greet(token: "psr_a") }')).text).toContain('Halo psr_a');
  });

  it('is all that introspection shows', async () => {
    const fields = async (url: string) => JSON.parse((await ask(url, FIELDS)).text).data;
    for (let turn = 0; turn < 2; turn++) {
      expect(await fields(shown())).toEqual({
        __type: { fields: [{ name: 'token' }, { name: 'home' }] },
        __schema: { mutationType: null },
      });
      expect((await fields(whole())).__type.fields).toHaveLength(3);
    }
  });

  it('has a path of its own name only', async () => {
    for (const path of ['/graphql/secret', '/graphql/constructor', '/graphql/public/', '/graphql/PUBLIC'])
      expect((await ask(`${gateway.url}${path}`, TOKENS)).status, path).toBe(404);
  });

  it('is refused while there is no variant of it, and the rest goes on', async () => {
    const { status, text } = await ask(`${whole()}/other`, TOKENS);
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([503, 'CONTRACT_NOT_SERVED']);
  });

  it('changes with the whole graph, and only with a variant of exactly that', async () => {
    const refused: string[] = [];
    gateway.engine.events.on('refused', ({ code }) => refused.push(code));
    const before = gateway.engine.current();
    const next = supergraph(urls, 'home: Place');
    // Of the graph before, which shows what this one hides.
    await gateway.engine.offer(next, [variantOf(before.sdl)]);
    expect([refused, gateway.engine.current()]).toEqual([['SUPERGRAPH_CONTRACT'], before]);
    await gateway.engine.offer(next, [variantOf(next), variantOf(next, 'other')]);
    expect((await ask(shown(), NAMES)).status).toBe(200);
    expect((await ask(shown(), '{ people { home { code } } }')).status).toBe(400);
    expect((await ask(whole(), '{ people { home { code } } }')).status).toBe(200);
    expect((await ask(`${whole()}/other`, TOKENS)).status).toBe(200);
    // A contract may change alone.
    await gateway.engine.offer(next, []);
    expect((await ask(shown(), TOKENS)).status).toBe(503);
    expect((await ask(whole(), TOKENS)).status).toBe(200);
  });
});

describe('a type that a contract takes out behind an interface', () => {
  it('is to who asks for the interface as what is not there', async () => {
    const sdl = composeSmall(
      { people: 'http://127.0.0.1:1/' },
      {
        people: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"])
          type Query { all: [Thing] some: Thing must: [Thing!] }
          interface Thing { id: ID }
          type Open implements Thing { id: ID }
          type Secret implements Thing @tag(name: "internal") { id: ID code: String }`,
      },
    );
    const folder = mkdtempSync(join(tmpdir(), 'contracts-'));
    const gateway = await startGateway({
      settings: gatewayDefaults({ port: 0, explorer: false, keysFolder: folder, contracts: ['public'] }),
      log: logOf('test', 'silent'),
      source: fixedSupergraph(sdl, [variantOf(sdl)]),
      inProcess: {
        people: () =>
          ({
            data: {
              all: [
                { __typename: 'Open', id: '1' },
                { __typename: 'Secret', id: '2', code: 'x' },
              ],
              some: { __typename: 'Secret', id: '2' },
              must: [{ __typename: 'Secret', id: '2' }],
            },
          }) as never,
      },
    });
    try {
      const query = '{ all { __typename id } }';
      const before = JSON.parse((await ask(`${gateway.url}/graphql`, query)).text);
      expect(before.data.all[1]).toEqual({ __typename: 'Secret', id: '2' });
      const { text } = await ask(`${gateway.url}/graphql/public`, query);
      expect(JSON.parse(text).data).toEqual({ all: [{ __typename: 'Open', id: '1' }, null] });
      expect(text).not.toContain('Secret');
      // No error either: it would tell apart an id of something that is taken out and an id of nothing.
      expect(JSON.parse(text).errors).toBeUndefined();
      const { text: one } = await ask(`${gateway.url}/graphql/public`, '{ some { id } }');
      expect(JSON.parse(one)).toEqual({ data: { some: null } });
      const { text: must } = await ask(`${gateway.url}/graphql/public`, '{ must { id } }');
      const { data, errors } = JSON.parse(must);
      expect([data, errors.map((each: { extensions: { code: string } }) => each.extensions.code)]).toEqual([
        { must: null },
        ['NULL_IN_NON_NULL'],
      ]);
    } finally {
      await gateway.stop();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('contracts of files, with several workers', () => {
  let folder: string;
  let people: SmallSubgraph;
  let places: SmallSubgraph;
  let gateway: GatewayProgram;
  const write = (...internal: string[]): void => {
    const sdl = supergraph({ people: people.url, places: places.url }, ...internal);
    writeFileSync(join(folder, 'supergraph.graphql'), sdl);
    writeFileSync(join(folder, 'supergraph.public.graphql'), variantOf(sdl).sdl);
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'contracts-'));
    [people, places] = await Promise.all([startSmallSubgraph('people'), startSmallSubgraph('places')]);
    write('name: String');
    const file = join(folder, 'supergraph.graphql');
    const words = ['--supergraph', file, '--contracts', 'public', '--guard', 'off', '--supergraph-poll', '50'];
    gateway = await startGatewayProgram(words);
  });
  afterAll(async () => {
    gateway.child.kill('SIGKILL');
    await Promise.all([people.stop(), places.stop()]);
    rmSync(folder, { recursive: true });
  });

  const statuses = async (query: string): Promise<number[]> => [
    ...new Set(
      await Promise.all(Array.from({ length: 12 }, async () => (await ask(`${gateway.url}/public`, query)).status)),
    ),
  ];

  it('are served by every worker, and changed in every worker once both files are of one composition', async () => {
    expect(await statuses(TOKENS)).toEqual([200]);
    expect(await statuses(NAMES)).toEqual([400]);
    write('home: Place');
    await vi.waitFor(async () => expect(await statuses(NAMES)).toEqual([200]), { timeout: 20_000, interval: 200 });
    expect(await statuses('{ people { home { code } } }')).toEqual([400]);
    const next = supergraph({ people: people.url, places: places.url }, 'token: ID!');
    writeFileSync(join(folder, 'supergraph.graphql'), next);
    await vi.waitFor(() => expect(gateway.said()).toContain('not of this supergraph'), { timeout: 20_000 });
    expect(await statuses(NAMES)).toEqual([200]);
  });
});
