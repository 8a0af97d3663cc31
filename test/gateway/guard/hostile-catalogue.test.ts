/** Each attack gets its safe answer and the next query is right; `npm run test:perf` also checks that the main loop was never held up for long. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeSmall, startSmallSubgraph, type SmallSubgraph } from '../../support/small-graph.ts';
import { AUDIENCE, ISSUER, signer, type Signer } from './identity/issuer.ts';
import { LONGEST, startHostileGateway, type Attack, type HostileGateway } from './hostile-process.ts';

/** What a reader looks a code up in. */
const ERRORS_PAGE = readFileSync('docs/errors.md', 'utf8');
const QUERY = '{ people { name } }';
const ANSWER = '{"data":{"people":[{"name":"Ani"},{"name":"Budi"}]}}\n';
/** bytes the gateway reads at most, by default */
const MAX_BODY = 1_000_000;
/** seconds that clocks may differ, by default */
const SKEW = 30;

const bomb = (spreads: number, levels: number) =>
  `{ people { ...f0 } } ${Array.from({ length: levels }, (_, i) => `fragment f${i} on Person { ${`...f${i + 1} `.repeat(spreads)}}`).join(' ')} fragment f${levels} on Person { name }`;
const asking = (query: string, variables?: object): string => JSON.stringify({ query, variables });

/** A request whose variables are nested as deep as its size allows. */
function deepest(open: string, core: string, close: string): string {
  const frame = `{"query":"${QUERY}","variables":{"a":`;
  const levels = Math.floor((MAX_BODY - frame.length - core.length - 2) / (open.length + close.length));
  return `${frame}${open.repeat(levels)}${core}${close.repeat(levels)}}}`;
}

const SPACES = Buffer.alloc(50_000_000, 32);
/** 50 MB in a few kB each. */
const BOMBS = {
  gzip: gzipSync(SPACES),
  deflate: deflateSync(SPACES),
  br: brotliCompressSync(SPACES, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  zstd: zstdCompressSync(SPACES),
};

const ATTACKS: Readonly<Record<string, readonly [attack: Attack, status: number, code: string]>> = {
  '10,000 repeated fields': [{ body: asking(`{ people { ${'name '.repeat(10_000)} } }`) }, 400, 'OPERATION_TOO_LARGE'],
  'a fragment bomb of 2^40': [{ body: asking(bomb(2, 40)) }, 400, 'OPERATION_TOO_LARGE'],
  '200 x 100 inline fragments': [
    { body: asking(`{ people { ${`...{${'...{name}'.repeat(100)}}`.repeat(200)} } }`) },
    400,
    'OPERATION_TOO_LARGE',
  ],
  '5,000 levels of nesting': [
    { body: asking(`${'{a'.repeat(5_000)}${'}'.repeat(5_000)}`) },
    400,
    'OPERATION_TOO_LARGE',
  ],
  '1,001 aliases': [
    { body: asking(`{ ${Array.from({ length: 1_001 }, (_, i) => `a${i}: people { name }`).join(' ')} }`) },
    400,
    'OPERATION_SHAPE',
  ],
  'fragments in a circle': [
    { body: asking('{ people { ...a } } fragment a on Person { ...b } fragment b on Person { ...a }') },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  'variables 400,000 deep': [
    { body: `{"query":"${QUERY}","variables":{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}}` },
    400,
    'JSON_TOO_DEEP',
  ],
  'variables a million deep': [
    { body: `{"query":"${QUERY}","variables":{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}}` },
    413,
    'BODY_TOO_LARGE',
  ],
  'variables of lists as deep as the body may be': [{ body: deepest('[', '1', ']') }, 400, 'JSON_TOO_DEEP'],
  'variables of objects as deep as the body may be': [{ body: deepest('{"a":', '1', '}') }, 400, 'JSON_TOO_DEEP'],
  'variables of open brackets alone': [
    { body: `{"query":"${QUERY}","variables":{"a":${'['.repeat(900_000)}` },
    400,
    'JSON_TOO_DEEP',
  ],
  'variables a million deep in a GET': [
    { method: 'GET', search: `?query=${encodeURIComponent(QUERY)}&variables=${'['.repeat(10_000)}` },
    400,
    'JSON_TOO_DEEP',
  ],
  'a value 150,000 deep in the text': [
    { body: asking(`{ person(token: ${'['.repeat(75_000)}${']'.repeat(75_000)}) { name } }`) },
    400,
    'OPERATION_TOO_LARGE',
  ],
  ...Object.fromEntries(
    Object.entries(BOMBS).map(([encoding, body]) => [
      `a bomb of ${encoding}`,
      [{ body, headers: { 'content-encoding': encoding } }, 413, 'BODY_TOO_LARGE'] as const,
    ]),
  ),
  'a bomb in a bomb': [
    { body: gzipSync(BOMBS.gzip), headers: { 'content-encoding': 'gzip, gzip' } },
    415,
    'CONTENT_ENCODING',
  ],
  'a multipart map': [
    {
      body: '--x\r\ncontent-disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}\r\n--x--',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    },
    415,
    'CONTENT_TYPE',
  ],
  'a forged content type': [{ body: asking(QUERY), headers: { 'content-type': 'text/plain' } }, 415, 'CONTENT_TYPE'],
  'a mutation by GET': [
    { method: 'GET', search: `?query=${encodeURIComponent('mutation { greet(token: "psr_a") }')}` },
    405,
    'METHOD',
  ],
  'a batch of 1,000': [{ body: JSON.stringify(Array(1_000).fill({ query: QUERY })) }, 400, 'BATCH_REFUSED'],
  'an operator of the database as a value': [
    { body: asking('query ($t: ID!) { person(token: $t) { name } }', { t: { $ne: '' } }) },
    200,
    'BAD_USER_INPUT',
  ],
  'a forged _entities': [
    { body: asking('{ _entities(representations: [{ __typename: "Person", token: "psr_a" }]) { __typename } }') },
    200,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  'a forged _service': [{ body: asking('{ _service { sdl } }') }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  'a probing typo': [{ body: asking('{ peopl { name } }') }, 200, 'GRAPHQL_VALIDATION_FAILED'],
  'a credential twice': [
    { body: asking(QUERY), headers: { authorization: ['Bearer a', 'Bearer b'] } },
    400,
    'BAD_REQUEST',
  ],
  'a content type twice': [
    { body: asking(QUERY), headers: { 'content-type': ['application/json', 'text/plain'] } },
    400,
    'BAD_REQUEST',
  ],
  'a purpose twice': [{ body: asking(QUERY), headers: { 'x-purpose': ['CLAIM', 'AUDIT'] } }, 400, 'BAD_REQUEST'],
  'an operator for a whole variable': [
    { body: '{"query":"query ($t: ID!) { person(token: $t) { name } }","variables":{"t":[{"$where":"sleep(9000)"}]}}' },
    200,
    'BAD_USER_INPUT',
  ],
  'variables that are no object': [{ body: `{"query":"${QUERY}","variables":["a"]}` }, 400, 'BAD_REQUEST'],
  'a key of the language in variables': [
    {
      body: '{"query":"query ($t: ID!) { person(token: $t) { name } }","variables":{"__proto__":{"t":"psr_a"},"constructor":{"prototype":{"t":"psr_a"}}}}',
    },
    200,
    'BAD_USER_INPUT',
  ],
  'a number of 17 digits for yes or no': [
    {
      body: '{"query":"query ($n: Boolean!) { people @include(if: $n) { name } }","variables":{"n":32750101010100012}}',
    },
    200,
    'BAD_USER_INPUT',
  ],
  'a number that no double comes near': [
    { body: `{"query":"${QUERY}","variables":{"nik":[-1e400]}}` },
    400,
    'NUMBER_UNSAFE',
  ],
  'a lone surrogate': [{ body: `{"query":"${QUERY}","variables":{"a":"\\ud800"}}` }, 400, 'BAD_TEXT'],
  NUL: [{ body: `{"query":"${QUERY}","variables":{"a":"\\u0000"}}` }, 400, 'BAD_TEXT'],
  'NUL as it is': [{ body: `{"query":"${QUERY}","variables":{"a":"\0"}}` }, 400, 'BAD_JSON'],
  'half a character in the text': [{ body: '{"query":"{ people { name } } # \\udc00"}' }, 400, 'BAD_TEXT'],
  'bytes that are no UTF-8': [{ body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }, 400, 'BAD_JSON'],
};

describe('the hostile catalogue', () => {
  let gateway: HostileGateway;
  let folder: string;
  let key: Signer;
  const subgraphs: SmallSubgraph[] = [];
  const send = (attack: Attack) => gateway.send(attack);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hostile-'));
    for (const name of ['people', 'places'] as const) subgraphs.push(await startSmallSubgraph(name));
    const [people, places] = subgraphs.map(({ url }) => url) as [string, string];
    key = await signer('one');
    writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [key.publicKey] }));
    writeFileSync(join(folder, 'supergraph.graphql'), composeSmall({ people, places }));
    gateway = await startHostileGateway({
      supergraph: join(folder, 'supergraph.graphql'),
      keysFolder: folder,
      issuer: ISSUER,
      jwks: join(folder, 'keys.json'),
      audience: AUDIENCE,
      development: false,
      clockSkew: SKEW,
    });
    // What a gateway does once is not what an attack makes it do.
    expect((await send({ body: asking(QUERY) })).text).toBe(ANSWER);
    await gateway.longest();
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
    for (const subgraph of subgraphs) await subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  async function unharmed(): Promise<void> {
    expect((await send({ body: asking(QUERY) })).text).toBe(ANSWER);
    expect(await gateway.longest()).toBeLessThan(LONGEST);
  }

  for (const [name, [attack, status, code]] of Object.entries(ATTACKS)) {
    it(`refuses ${name}, and serves on`, async () => {
      const reply = await send(attack);
      expect([reply.status, reply.code]).toEqual([status, code]);
      if (reply.code !== undefined) expect(ERRORS_PAGE).toContain(`| \`${reply.code}\` |`);
      expect(reply.text).not.toMatch(/Did you mean|\bat .*\.ts/);
      await unharmed();
    });
  }

  it.each([
    ['expired within the skew', (now: number) => ({ exp: now - SKEW + 10 }), undefined],
    ['expired before it', (now: number) => ({ exp: now - SKEW - 10 }), 'TOKEN_EXPIRED'],
    ['good from a moment within the skew', (now: number) => ({ nbf: now + SKEW - 10 }), undefined],
    ['good from a moment after it', (now: number) => ({ nbf: now + SKEW + 10 }), 'BAD_TOKEN'],
    ['issued in the future within the skew', (now: number) => ({ iat: now + SKEW - 10 }), undefined],
    ['issued in the future after it', (now: number) => ({ iat: now + SKEW + 10 }), 'BAD_TOKEN'],
    ['without an end', () => ({ exp: undefined }), 'BAD_TOKEN'],
    ['with an end no clock reaches', () => ({ exp: '9999999999999' as never }), 'BAD_TOKEN'],
  ])(
    'takes the clocks of the issuer and its own for equal within the skew: a token %s',
    async (_what, claims, code) => {
      const token = await key.sign(claims(Math.floor(Date.now() / 1000)));
      const reply = await send({ body: asking(QUERY), headers: { authorization: `Bearer ${token}` } });
      expect([reply.status, reply.code]).toEqual(code === undefined ? [200, undefined] : [401, code]);
      expect(reply.text).not.toContain(token.slice(0, 20));
      await unharmed();
    },
  );

  it('answers aliases named like members of JavaScript objects under their names', async () => {
    const reply = await send({
      body: asking('{ __proto__: people { constructor: name } prototype: people { toString: name } }'),
    });
    expect(reply.text).toBe(
      '{"data":{"__proto__":[{"constructor":"Ani"},{"constructor":"Budi"}],"prototype":[{"toString":"Ani"},{"toString":"Budi"}]}}\n',
    );
    await unharmed();
  });

  it('ends a request that arrives byte by byte, and serves others meanwhile', async () => {
    const socket = connect(gateway.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1'))).on('error', () => {});
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
    );
    const dripping = setInterval(() => socket.writable && socket.write(' '), 100);
    await unharmed();
    await once(socket, 'close');
    clearInterval(dripping);
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    await unharmed();
  });

  it.each([
    ['a length twice', 'content-length: 2\r\ncontent-length: 30\r\n\r\n{}'],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a header with a line of its own', 'x-purpose: CLAIM\r\n injected: yes\n\r\n{}'],
    ['headers without an end', `x-a: ${'a'.repeat(20_000)}`],
  ])('closes on %s, which could be read two ways', async (_what, rest) => {
    const socket = connect(gateway.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1'))).on('error', () => {});
    socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${rest}`);
    // A reset is an end as well.
    await new Promise((resolve) => socket.on('close', resolve));
    expect(heard).toMatch(/^HTTP\/1\.1 4(00|31) /);
    expect(heard).not.toContain('"data"');
    await unharmed();
  });

  it('answers a token that contains code like an unknown one', async () => {
    const ask = (token: string) =>
      send({ body: asking('query ($t: ID!) { person(token: $t) { name } }', { t: token }) });
    const [absent, odd] = [await ask('psr_none'), await ask("' || 1==1 || '")];
    expect([absent.text, odd.text]).toEqual(['{"data":{"person":null}}\n', '{"data":{"person":null}}\n']);
    await unharmed();
  });
});
