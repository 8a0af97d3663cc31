import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logOf } from '../../base/log.ts';
import { readSettings } from '../../base/settings.ts';
import { startGateway, type GatewayOptions, type RunningGateway } from '../../gateway/serve.ts';
import type { SubgraphReply, SubgraphRequest } from '../../gateway/fetch/subgraph-request.ts';
import { gatewayDefaults, gatewayOptions } from '../../gateway/settings.ts';
import { composeSmall, PEOPLE, PLACES, startSmallSubgraph, type SmallSubgraph } from '../support/small-graph.ts';

let folder: string;
let file: string;
let people: SmallSubgraph;
let places: SmallSubgraph;
const started: RunningGateway[] = [];
const urls = (): Record<string, string> => ({ people: people.url, places: places.url });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  file = join(folder, 'supergraph.graphql');
  [people, places] = await Promise.all([startSmallSubgraph('people'), startSmallSubgraph('places')]);
  writeFileSync(file, composeSmall(urls()));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((gateway) => gateway.stop()));
  await Promise.all([people.stop(), places.stop()]);
  rmSync(folder, { recursive: true });
});

async function start(
  settings: Partial<GatewayOptions['settings']> = {},
  lines: string[] = [],
): Promise<RunningGateway> {
  const log = logOf('gateway', 'info', { write: (line: string) => lines.push(line) });
  const gateway = await startGateway({
    log,
    settings: gatewayDefaults({ port: 0, supergraph: file, supergraphPoll: 50, explorer: false, ...settings }),
  });
  started.push(gateway);
  return gateway;
}

interface Reply {
  status: number;
  text: string;
  headers: Headers;
  json: {
    data?: unknown;
    errors?: { message: string; path?: unknown[]; extensions: { code: string; service?: string } }[];
  };
}

async function ask(
  gateway: RunningGateway,
  query: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, ...more }),
  });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, json: JSON.parse(text) as Reply['json'] };
}

const EVERYBODY = '{ people { name home { name } } }';

describe('what a subgraph says of its failure', () => {
  const NAME = 'query P { people { name } }';

  it.each([true, false])(
    "is logged under the request's id and shown as SUBGRAPH_ERRORS says, by either way (short: %s)",
    async (short) => {
      const lines: string[] = [];
      const log = logOf('gateway', 'info', { write: (line: string) => lines.push(line) });
      const failing = (): SubgraphReply => ({
        data: { people: null },
        errors: [{ message: 'disk full', path: ['people'] }],
      });
      const options = {
        log,
        inProcess: { people: failing },
        settings: gatewayDefaults({
          port: 0,
          supergraph: file,
          explorer: false,
          guard: false,
          fastPath: short,
          subgraphErrors: { usual: 'mask', named: new Map([['places', 'pass']]) },
        }),
      } satisfies GatewayOptions;
      const gateway = await startGateway(options);
      started.push(gateway);
      for (const id of ['request-1', 'request-2']) {
        const reply = await ask(gateway, NAME, {}, { 'x-request-id': id });
        expect(reply.json.errors![0]).toEqual({
          message: 'The subgraph people failed at this field; its log says why',
          path: ['people'],
          extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'people' },
        });
      }
      const said = lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => msg === 'a subgraph answered with an error');
      expect(said).toMatchObject(
        ['request-1', 'request-2'].map((requestId) => ({ requestId, subgraph: 'people', said: 'disk full' })),
      );
    },
  );
});

describe('numbers and empty members', () => {
  async function echo(): Promise<{ gateway: RunningGateway; asked: unknown[] }> {
    const asked: unknown[] = [];
    const sdl = composeServices([
      {
        name: 'constructor',
        url: 'http://127.0.0.1:1/',
        typeDefs: parse('scalar Long type Query { l(v: Long, id: ID, f: Float): Long }'),
      },
    ]).supergraphSdl!;
    writeFileSync(file, sdl);
    const execute = ({ query, variables }: Pick<SubgraphRequest, 'query' | 'variables'>): SubgraphReply => {
      if (!query.includes('typename')) asked.push(variables);
      return { data: { l: 9007199254740993n } } as SubgraphReply;
    };
    const log = logOf('gateway', 'silent', { write: () => {} });
    const gateway = await startGateway({
      log,
      inProcess: { constructor: execute },
      settings: gatewayDefaults({ port: 0, supergraph: file, explorer: false, guard: false }),
    });
    started.push(gateway);
    return { gateway, asked };
  }
  const get = async (gateway: RunningGateway, search: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${gateway.url}/graphql?${search}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    return { status: response.status, text: await response.text() };
  };
  const QUERY = 'query L($v: Long, $id: ID) { l(v: $v, id: $id) }';

  it('keep every digit from a body and from a URL to a subgraph whose name objects inherit, and back, in both ways', async () => {
    const { gateway, asked } = await echo();
    const variables = '{"v":12345678901234567890,"id":9007199254740993}';
    const post = async (): Promise<string> =>
      (
        await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: `{"query":${JSON.stringify(QUERY)},"variables":${variables},"operationName":""}`,
        })
      ).text();
    const answers = [
      await get(gateway, `query=${encodeURIComponent(QUERY)}&variables=${encodeURIComponent(variables)}`).then(
        ({ text }) => text,
      ),
      await post(),
      await post(),
    ];
    expect(answers).toEqual(Array(3).fill('{"data":{"l":9007199254740993}}\n'));
    expect(asked).toEqual(Array(3).fill({ v: 12345678901234567890n, id: '9007199254740993' }));
  });

  it.each([
    'variables=',
    'variables',
    'variables=null',
    'extensions=',
    'extensions=null',
    'operationName=',
    'documentId=',
    'variables=&extensions=&operationName=',
  ])('are none where a URL says %s', async (empty) => {
    const { gateway } = await echo();
    expect(await get(gateway, `query=${encodeURIComponent('{ l }')}&${empty}`)).toEqual({
      status: 200,
      text: '{"data":{"l":9007199254740993}}\n',
    });
  });

  it('are refused with a code where no double comes near', async () => {
    const { gateway, asked } = await echo();
    const refused = async (body: string): Promise<unknown> => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return [response.status, ((await response.json()) as Reply['json']).errors![0]!.extensions.code];
    };
    expect(await refused('{"query":"{ l(f: 1e400) }"}')).toEqual([200, 'GRAPHQL_VALIDATION_FAILED']);
    expect(await refused('{"query":"{ l(v: 1e400) }"}')).toEqual([200, 'GRAPHQL_VALIDATION_FAILED']);
    expect(await refused('{"query":"query ($f: Float) { l(f: $f) }","variables":{"f":1e400}}')).toEqual([
      200,
      'BAD_USER_INPUT',
    ]);
    expect(await refused(`{"query":${JSON.stringify(QUERY)},"variables":{"v":-1e400}}`)).toEqual([
      200,
      'BAD_USER_INPUT',
    ]);
    expect(asked).toEqual([]);
  });
});

describe('the gateway', () => {
  it('serves any supergraph whose subgraphs answer at the URLs in it', async () => {
    const reply = await ask(await start(), EVERYBODY);
    expect(reply.text).toBe(
      '{"data":{"people":[{"name":"Ani","home":{"name":"Bekasijaya"}},{"name":"Budi","home":{"name":"Bekasijaya"}}]}}\n',
    );
  });

  it('asks a subgraph at the address an option gives before the one in the supergraph', async () => {
    writeFileSync(file, composeSmall({ people: 'http://127.0.0.1:1/', places: places.url }));
    const reply = await ask(await start({ subgraphUrls: new Map([['people', people.url]]) }), '{ people { name } }');
    expect(reply.json).toEqual({ data: { people: [{ name: 'Ani' }, { name: 'Budi' }] } });
  });

  it('loads a changed supergraph, and keeps the last good one when the new one is broken', async () => {
    const lines: string[] = [];
    const gateway = await start({}, lines);
    expect((await ask(gateway, '{ places { size } }')).json.data).toBeDefined();
    writeFileSync(file, 'this is no supergraph');
    await vi.waitFor(() => expect(lines.join()).toContain('the last good one stays in use'));
    expect((await ask(gateway, EVERYBODY)).json.errors).toBeUndefined();
    writeFileSync(file, composeSmall(urls(), { people: PEOPLE, places: PLACES.replace('size: Int!', '') }));
    await vi.waitFor(async () => expect((await ask(gateway, '{ places { size } }')).json.errors).toBeDefined(), {
      timeout: 5_000,
    });
    expect((await ask(gateway, EVERYBODY)).json.errors).toBeUndefined();
  });

  it('refuses to start on a supergraph that does not parse, or is not there, in one coded line', async () => {
    writeFileSync(file, 'type Query {');
    await expect(start()).rejects.toMatchObject({ code: 'SUPERGRAPH_REFUSED' });
    await expect(start({ supergraph: join(folder, 'none.graphql') })).rejects.toMatchObject({
      code: 'SUPERGRAPH_UNREADABLE',
    });
  });

  it('waits for a required subgraph that is down at start, says so, then serves', async () => {
    const { port } = places;
    await places.stop();
    const lines: string[] = [];
    const gateway = await start({ requiredSubgraphs: ['people', 'places'] }, lines);
    const ready = (): Promise<Response> => fetch(`${gateway.url}/health/ready`);
    await vi.waitFor(async () => expect(await (await ready()).json()).toEqual({ state: 'waiting', for: ['places'] }));
    expect(lines.join()).toContain('waiting for a subgraph');
    places = await startSmallSubgraph('places', port);
    await vi.waitFor(async () => expect((await ready()).status).toBe(200), { timeout: 10_000 });
    expect((await ask(gateway, EVERYBODY)).json.errors).toBeUndefined();
  });

  it('answers what it has when a subgraph dies, with a coded error for its fields', async () => {
    const gateway = await start();
    await ask(gateway, EVERYBODY);
    await places.stop();
    const { status, json } = await ask(gateway, EVERYBODY);
    expect(status).toBe(200);
    expect(json.data).toEqual({
      people: [
        { name: 'Ani', home: null },
        { name: 'Budi', home: null },
      ],
    });
    for (const error of json.errors!)
      expect(error).toMatchObject({ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'places' } });
    expect(JSON.stringify(json)).not.toContain('127.0.0.1');
  });
});

describe('a credential of the caller', () => {
  const credentials = {
    authorization: 'Bearer of-the-caller',
    cookie: 'session=of-the-caller',
    'x-api-key': 'of-the-caller',
    'proxy-authorization': 'Basic of-the-caller',
  };

  it.each([
    ['the fast path', true],
    ['Apollo Server', false],
  ])('reaches no subgraph by way of %s', async (_way, fastPath) => {
    const gateway = await start({ fastPath, guard: false });
    for (let time = 0; time < 3; time++)
      expect(
        (await ask(gateway, EVERYBODY, {}, { ...credentials, 'accept-language': 'id' })).json.errors,
      ).toBeUndefined();
    expect((await ask(gateway, 'mutation { greet(token: "psr_a") }', {}, credentials)).json.errors).toBeUndefined();
    const heads = [...people.heads, ...places.heads];
    expect(heads.filter((head) => head['accept-language'] === 'id')).toHaveLength(6);
    expect(JSON.stringify(heads)).not.toContain('of-the-caller');
  });

  it("named for a subgraph of another agency keeps the gateway from starting, and for the operator's own reaches that one alone", async () => {
    const settings = { guard: false, forwardHeaders: ['places:authorization'] };
    await expect(start(settings)).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: expect.stringContaining('OWN_SUBGRAPHS'),
    });
    await ask(await start({ ...settings, ownSubgraphs: ['places'] }), EVERYBODY, {}, credentials);
    expect(places.heads.some((head) => head.authorization === credentials.authorization)).toBe(true);
    expect(JSON.stringify(people.heads)).not.toContain('of-the-caller');
  });
});

describe('bad requests', () => {
  const cases: [string, Record<string, unknown> | string, number, string][] = [
    ['malformed JSON', '{"query":', 400, 'BAD_JSON'],
    ['a query that does not parse', { query: '{ people' }, 200, 'GRAPHQL_PARSE_FAILED'],
    ['a field nobody has', { query: '{ nobody }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an operation that is not in the document',
      { query: EVERYBODY, operationName: 'Other' },
      200,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a variable of the wrong type',
      { query: 'query ($t: ID!) { person(token: $t) { name } }', variables: { t: { a: 1 } } },
      200,
      'BAD_USER_INPUT',
    ],
    ['a body of 2 MB', { query: EVERYBODY, variables: { pad: 'x'.repeat(2_000_000) } }, 413, 'BODY_TOO_LARGE'],
  ];
  it.each(cases)('%s gets a coded error', async (_name, body, status, code) => {
    const gateway = await start();
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    expect(response.status).toBe(status);
    expect(((await response.json()) as Reply['json']).errors![0]!.extensions.code).toBe(code);
  });

  it('a mutation by GET is refused and not run', async () => {
    const gateway = await start();
    const response = await fetch(
      `${gateway.url}/graphql?query=${encodeURIComponent('mutation { greet(token: "psr_a") }')}`,
      { headers: { 'apollo-require-preflight': '1' } },
    );
    expect(response.status).toBe(405);
  });

  it('a GET that a foreign page could send is refused', async () => {
    const gateway = await start();
    const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent('{ people { name } }')}`, {
      headers: { 'user-agent': 'Mozilla/5.0', 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(text).toContain('"CROSS_SITE_GET"');
    expect(text).toContain('apollo-require-preflight');
  });
});

describe('the two ways', () => {
  const asked: [string, string, Record<string, unknown>, Record<string, string>][] = [
    ['a plain query', EVERYBODY, {}, {}],
    [
      'variables and a name',
      'query One($t: ID!) { person(token: $t) { name } }',
      { operationName: 'One', variables: { t: 'psr_a' } },
      {},
    ],
    ['a variable that does not fit', 'query One($t: ID!) { person(token: $t) { name } }', { variables: { t: [] } }, {}],
    [
      'a client that prefers the GraphQL media type',
      '{ people { name } }',
      {},
      { accept: 'application/graphql-response+json,application/json;q=0.9' },
    ],
    [
      'introspection beside data',
      '{ __typename people { __typename } __type(name: "Place") { fields { name } } }',
      {},
      {},
    ],
    ['a null in the data', '{ person(token: "psr_none") { name } }', {}, {}],
  ];
  it.each(asked)('give the same status, headers and bytes for %s', async (_name, query, more, headers) => {
    const gateway = await start({ fastPath: true });
    const slow = await start({ fastPath: false });
    await ask(gateway, query, more, headers);
    const [one, other] = [await ask(gateway, query, more, headers), await ask(slow, query, more, headers)];
    expect(one.text).toBe(other.text);
    expect(one.status).toBe(other.status);
    const telling = (reply: Reply): unknown[] =>
      ['content-type', 'cache-control', 'content-length', 'x-content-type-options'].map((name) =>
        reply.headers.get(name),
      );
    expect(telling(one)).toEqual(telling(other));
  });

  it('give the same errors when a subgraph is down', async () => {
    const gateway = await start({ fastPath: true });
    const slow = await start({ fastPath: false });
    await Promise.all([ask(gateway, EVERYBODY), ask(slow, EVERYBODY)]);
    await places.stop();
    expect((await ask(gateway, EVERYBODY)).text).toBe((await ask(slow, EVERYBODY)).text);
  });
});

describe('npm run gateway', () => {
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', 'gateway/main.ts', ...words]);

  it('refuses a wrong option in one line', async () => {
    await expect(run('--port', 'many')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^BAD_OPTION: .*--port or PORT \(TCP port\): expected a whole number/),
    });
    await expect(run('--port', 'many')).rejects.toMatchObject({ stderr: expect.not.stringContaining(' at ') });
  });

  it('lists its options', async () => {
    expect((await run('--help')).stdout).toContain('--supergraph <file>');
  });
});

describe('an option that names a subgraph', () => {
  it('which the supergraph does not have is told of at the start, and again with each new supergraph', async () => {
    const given = readSettings('x', gatewayOptions, [], {
      SUBGRAPH_URLS: `peeple=http://127.0.0.1:1/,people=${people.url}`,
      REQUIRED_SUBGRAPHS: 'places',
      SUBGRAPH_ERRORS: 'codes,peopel:pass,places:mask',
      SUBGRAPH_HEADERS: 'accept-language,person:x-tenant',
      OWN_SUBGRAPHS: 'people,pplaces',
    })!;
    const lines: string[] = [];
    const { subgraphUrls, requiredSubgraphs, subgraphErrors, forwardHeaders, ownSubgraphs } = given;
    await start({ guard: false, subgraphUrls, requiredSubgraphs, subgraphErrors, forwardHeaders, ownSubgraphs }, lines);
    const warned = (): unknown[] =>
      lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => String(msg).includes('names a subgraph'))
        .map(({ option, subgraph, subgraphs }) => [option, subgraph, subgraphs]);
    const names = ['people', 'places'];
    const expected = [
      ['SUBGRAPH_URLS', 'peeple', names],
      ['SUBGRAPH_ERRORS', 'peopel', names],
      ['SUBGRAPH_HEADERS', 'person', names],
      ['OWN_SUBGRAPHS', 'pplaces', names],
    ];
    expect(warned()).toEqual(expected);
    writeFileSync(file, composeSmall(urls(), { people: PEOPLE, places: PLACES.replace('size: Int!', '') }));
    await vi.waitFor(() => expect(warned()).toEqual([...expected, ...expected]), { timeout: 10_000 });
  });
});
