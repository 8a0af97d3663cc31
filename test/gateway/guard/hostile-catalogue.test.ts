/** Each attack gets its safe answer, the next query is right, and the main loop was never held up for long. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSmallSubgraph, type SmallSubgraph } from '../../support/small-graph.ts';

const QUERY = '{ people { name } }';
const ANSWER = '{"data":{"people":[{"name":"Ani"},{"name":"Budi"}]}}\n';
const JSON_TYPE = { 'content-type': 'application/json' };
/** ms the main loop may be held up */
const LONGEST = 250;

const bomb = (spreads: number, levels: number) =>
  `{ people { ...f0 } } ${Array.from({ length: levels }, (_, i) => `fragment f${i} on Person { ${`...f${i + 1} `.repeat(spreads)}}`).join(' ')} fragment f${levels} on Person { name }`;
const asking = (query: string, variables?: object): string => JSON.stringify({ query, variables });

interface Attack {
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string | string[]>;
  readonly method?: string;
  readonly search?: string;
}

const ATTACKS: Readonly<Record<string, readonly [attack: Attack, status: number, code: string]>> = {
  '10,000 repeated fields': [{ body: asking(`{ people { ${'name '.repeat(20_000)} } }`) }, 400, 'OPERATION_TOO_LARGE'],
  'a fragment bomb of 2^40': [{ body: asking(bomb(2, 40)) }, 400, 'OPERATION_TOO_LARGE'],
  '200 x 100 inline fragments': [{ body: asking(`{ people { ${`...{${'...{name}'.repeat(100)}}`.repeat(200)} } }`) }, 400, 'OPERATION_TOO_LARGE'],
  '5,000 levels of nesting': [{ body: asking(`${'{a'.repeat(5_000)}${'}'.repeat(5_000)}`) }, 400, 'OPERATION_TOO_LARGE'],
  '1,001 aliases': [{ body: asking(`{ ${Array.from({ length: 1_001 }, (_, i) => `a${i}: people { name }`).join(' ')} }`) }, 400, 'OPERATION_SHAPE'],
  'fragments in a circle': [{ body: asking('{ people { ...a } } fragment a on Person { ...b } fragment b on Person { ...a }') }, 400, 'GRAPHQL_VALIDATION_FAILED'],
  'variables 400,000 deep': [{ body: `{"query":"${QUERY}","variables":{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}}` }, 400, 'JSON_TOO_DEEP'],
  'variables a million deep': [{ body: `{"query":"${QUERY}","variables":{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}}` }, 413, 'BODY_TOO_LARGE'],
  'a bomb of gzip': [{ body: gzipSync(Buffer.alloc(50_000_000, 32)), headers: { 'content-encoding': 'gzip' } }, 415, 'CONTENT_TYPE'],
  'a multipart map': [{ body: '--x\r\ncontent-disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}\r\n--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 415, 'CONTENT_TYPE'],
  'a forged content type': [{ body: asking(QUERY), headers: { 'content-type': 'text/plain' } }, 415, 'CONTENT_TYPE'],
  'a mutation by GET': [{ method: 'GET', search: `?query=${encodeURIComponent('mutation { greet(token: "psr_a") }')}` }, 405, 'BAD_REQUEST'],
  'a batch of 1,000': [{ body: JSON.stringify(Array(1_000).fill({ query: QUERY })) }, 400, 'BAD_REQUEST'],
  'an operator of the database as a value': [{ body: asking('query ($t: ID!) { person(token: $t) { name } }', { t: { $ne: '' } }) }, 400, 'BAD_USER_INPUT'],
  'a forged _entities': [{ body: asking('{ _entities(representations: [{ __typename: "Person", token: "psr_a" }]) { __typename } }') }, 400, 'GRAPHQL_VALIDATION_FAILED'],
  'a forged _service': [{ body: asking('{ _service { sdl } }') }, 400, 'GRAPHQL_VALIDATION_FAILED'],
  'a probing typo': [{ body: asking('{ peopl { name } }') }, 400, 'GRAPHQL_VALIDATION_FAILED'],
  'a credential twice': [{ body: asking(QUERY), headers: { authorization: ['Bearer a', 'Bearer b'] } }, 400, 'BAD_REQUEST'],
  'a number of 17 digits': [{ body: `{"query":"${QUERY}","variables":{"nik":32750101010100012}}` }, 400, 'NUMBER_UNSAFE'],
  'a lone surrogate': [{ body: `{"query":"${QUERY}","variables":{"a":"\\ud800"}}` }, 400, 'BAD_TEXT'],
  NUL: [{ body: `{"query":"${QUERY}","variables":{"a":"\\u0000"}}` }, 400, 'BAD_TEXT'],
  'bytes that are no UTF-8': [{ body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }, 400, 'BAD_JSON'],
};

describe('the hostile catalogue', () => {
  let gateway: ChildProcess;
  let port: number;
  let folder: string;
  const subgraphs: SmallSubgraph[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hostile-'));
    for (const name of ['people', 'places'] as const) subgraphs.push(await startSmallSubgraph(name));
    gateway = fork(new URL('hostile-gateway.ts', import.meta.url), [...subgraphs.map(({ url }) => url), folder], { execArgv: ['--disable-warning=ExperimentalWarning'] });
    const [{ url }] = (await once(gateway, 'message')) as [{ url: string }];
    port = Number(new URL(url).port);
    // What a gateway does once is not what an attack makes it do.
    expect((await send({ body: asking(QUERY) })).text).toBe(ANSWER);
    await longest();
  }, 60_000);
  afterAll(async () => {
    const ended = once(gateway, 'exit');
    gateway.disconnect();
    await ended;
    for (const subgraph of subgraphs) await subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  async function longest(): Promise<number> {
    const said = once(gateway, 'message');
    gateway.send('longest');
    return ((await said) as [{ longest: number }])[0].longest;
  }

  function send({ body, headers = {}, method = 'POST', search = '' }: Attack): Promise<{ status: number; text: string; code: string | undefined }> {
    return new Promise((resolve, reject) => {
      const sent = request({ port, host: '127.0.0.1', method, path: `/graphql${search}`, headers: { ...JSON_TYPE, ...headers } as never }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => {
          const code = (JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] }).errors?.[0]?.extensions?.code;
          resolve({ status: response.statusCode!, text, code });
        });
      });
      sent.on('error', reject).end(body);
    });
  }

  async function unharmed(): Promise<void> {
    expect((await send({ body: asking(QUERY) })).text).toBe(ANSWER);
    expect(await longest()).toBeLessThan(LONGEST);
  }

  for (const [name, [attack, status, code]] of Object.entries(ATTACKS)) {
    it(`refuses ${name}, and goes on`, async () => {
      const reply = await send(attack);
      expect([reply.status, reply.code]).toEqual([status, code]);
      expect(reply.text).not.toMatch(/Did you mean|\bat .*\.ts/);
      await unharmed();
    });
  }

  it('answers aliases named like parts of the language under their names', async () => {
    const reply = await send({ body: asking('{ __proto__: people { constructor: name } prototype: people { toString: name } }') });
    expect(reply.text).toBe('{"data":{"__proto__":[{"constructor":"Ani"},{"constructor":"Budi"}],"prototype":[{"toString":"Ani"},{"toString":"Budi"}]}}\n');
    await unharmed();
  });

  it('ends a request that drips, and serves others meanwhile', async () => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1'))).on('error', () => {});
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{');
    const dripping = setInterval(() => socket.writable && socket.write(' '), 100);
    await unharmed();
    await once(socket, 'close');
    clearInterval(dripping);
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    await unharmed();
  });

  it('answers a token made to be run like one of nobody', async () => {
    const ask = (token: string) => send({ body: asking('query ($t: ID!) { person(token: $t) { name } }', { t: token }) });
    const [absent, odd] = [await ask('psr_none'), await ask("' || 1==1 || '")];
    expect([absent.text, odd.text]).toEqual(['{"data":{"person":null}}\n', '{"data":{"person":null}}\n']);
    await unharmed();
  });
});
