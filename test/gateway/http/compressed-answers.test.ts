/** Answers that leave compressed: which do, in which form, by HTTP/1.1 and HTTP/2; and which never do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { compressReply } from '../../../gateway/http/compress-reply.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { compose, KEEPING } from '../guard/policy/fixtures.ts';
import { composeSmall } from '../../support/small-graph.ts';
import { selfSigned } from '../../support/self-signed.ts';

const SUPERGRAPH = compose({
  places: `${KEEPING}
    type Query { places: [Place!]! @keep(maxAge: 60) few: [Place!]! @keep(maxAge: 60) workers: [Worker!]! }
    type Place @key(fields: "id") {
      id: ID! name: String @keep(maxAge: 60) people: Int @aggregate(minimum: 0) @keep(maxAge: 60) draft: String note: String @needs(scopes: [["cost:read"]])
    }
    type Worker @key(fields: "id") @person(subject: "id") { id: ID! name: String }
  `,
});
const WITHOUT_RULES = composeSmall(
  { places: 'http://127.0.0.1:1/' },
  { places: 'type Query { places: [Place!]! } type Place { id: ID! name: String people: Int }' },
);
const ROWS = Array.from({ length: 400 }, (_, at) => ({
  __typename: 'Place',
  id: `32.75.${at}`,
  name: `Kelurahan nomor ${at}`,
  people: at,
  draft: 'of the caller',
  note: 'x',
}));
const COUNTS = '{ places { id name people } }';
const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

interface Reply {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe('a compressed answer', () => {
  let folder: string;
  let certificate: ReturnType<typeof selfSigned>;
  const gateways = new Map<string, RunningGateway>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'compressed-'));
    certificate = selfSigned('localhost');
    const [tlsCert, tlsKey] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
    writeFileSync(tlsCert, certificate.cert);
    writeFileSync(tlsKey, certificate.key);
    const workers = ROWS.map(({ id, name }) => ({ __typename: 'Worker', id, name }));
    const start = async (name: string, more: Parameters<typeof gatewayDefaults>[0], supergraph = SUPERGRAPH) => {
      const gateway = await startGateway({
        settings: gatewayDefaults({
          port: 0,
          explorer: false,
          development: true,
          keysFolder: folder,
          corsOrigins: ['https://dashboard.example'],
          ...more,
        }),
        log: logOf('test', 'silent'),
        source: fixedSupergraph(supergraph),
        inProcess: {
          places: () => ({ data: { places: ROWS, few: ROWS.slice(0, 2), workers } }) as never,
        },
      });
      gateways.set(name, gateway);
    };
    await start('fast path', { fastPath: true });
    await start('apollo', { fastPath: false });
    await start('open', { guard: false }, WITHOUT_RULES);
    const credential = { forwardHeaders: ['places:x-session-token'], ownSubgraphs: ['places'] };
    await start('credential', credential);
    await start('open with a credential', { ...credential, guard: false }, WITHOUT_RULES);
    await start('https', { tlsCert, tlsKey });
  });
  afterAll(async () => {
    for (const gateway of gateways.values()) await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  /** With Node's own client, which decompresses nothing. */
  const ask = (name: string, query: string, headers: Record<string, string> = {}, method = 'POST'): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const search = method === 'POST' ? '' : `?${new URLSearchParams({ query })}`;
      const sent = request(
        `${gateways.get(name)!.url}/graphql${search}`,
        { method, headers: { ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
        },
      );
      sent.on('error', reject).end(method === 'POST' ? JSON.stringify({ query }) : undefined);
    });
  const bearer = async (role: string) => ({
    authorization: `Bearer ${await tokenCommand(['--role', role], { KEYS_FOLDER: folder })}`,
  });
  const encodingOf = ({ headers }: Reply) => headers['content-encoding'];

  it.each(['fast path', 'apollo', 'open'])('is that of counts, in each form, by POST and by GET: %s', async (name) => {
    const plain = await ask(name, COUNTS);
    expect([encodingOf(plain), plain.headers.vary]).toEqual([undefined, expect.stringContaining('accept-encoding')]);
    for (const [encoding, decode] of Object.entries(DECODERS))
      for (const method of ['POST', 'GET']) {
        const reply = await ask(name, COUNTS, { 'accept-encoding': encoding }, method);
        expect(encodingOf(reply)).toBe(encoding);
        expect(reply.headers['content-length']).toBe(String(reply.body.length));
        expect(reply.body.length).toBeLessThan(plain.body.length / 4);
        expect(decode(reply.body).equals(plain.body)).toBe(true);
        expect(reply.headers.vary).toBe(plain.headers.vary);
      }
  });

  it('has the headers of its GET as a HEAD, and no body', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const [head, got] = [
      await ask('fast path', COUNTS, headers, 'HEAD'),
      await ask('fast path', COUNTS, headers, 'GET'),
    ];
    expect([encodingOf(head), head.headers['content-length'], head.body.length]).toEqual([
      'gzip',
      got.headers['content-length'],
      0,
    ]);
  });

  it('names in Vary what it depends on, each once, for a page of another site too', async () => {
    const origin = 'https://dashboard.example';
    const reply = await ask('fast path', '{ places { id draft } }', { 'accept-encoding': 'br', origin });
    expect(reply.headers.vary).toBe('accept, accept-encoding, origin');
    expect(reply.headers['access-control-allow-origin']).toBe(origin);
  });

  it('is no short one, and no refusal', async () => {
    const headers = { 'accept-encoding': 'gzip, br, zstd' };
    expect(encodingOf(await ask('fast path', '{ few { id people } }', headers))).toBeUndefined();
    const refused = { status: 400, headers: {}, body: 'x'.repeat(5_000) };
    expect(compressReply(refused, 'gzip')).toBe(refused);
  });

  it.each(['fast path', 'apollo'])('is none that holds a secret, whoever asks: %s', async (name) => {
    const headers = { 'accept-encoding': 'gzip, br, zstd' };
    const operator = { ...headers, ...(await bearer('operator')) };
    for (let turn = 0; turn < 2; turn++) {
      const persons = await ask(name, '{ workers { id name } }', { ...headers, ...(await bearer('auditor')) });
      const scoped = await ask(name, '{ places { people note } }', operator);
      const rows = await ask(name, '{ places { id people draft } }', operator);
      const explained = await ask(name, COUNTS, { ...operator, 'apollo-expose-query-plan': 'true' });
      for (const reply of [persons, scoped, rows, explained]) {
        expect(reply.body.length).toBeGreaterThan(5_000);
        expect(encodingOf(reply)).toBeUndefined();
      }
      expect(encodingOf(await ask(name, COUNTS, operator))).toBe('zstd');
      expect(encodingOf(await ask(name, '{ places { id people draft } }', headers))).toBe('zstd');
    }
  });

  it('is none that a subgraph may have made for who has a credential of its own', async () => {
    const headers = { 'accept-encoding': 'gzip', 'x-session-token': 'x' };
    expect(encodingOf(await ask('credential', '{ places { id draft } }', headers))).toBeUndefined();
    expect(encodingOf(await ask('credential', COUNTS, headers))).toBe('gzip');
    expect(encodingOf(await ask('open with a credential', COUNTS, headers))).toBeUndefined();
  });

  it('leaves by HTTP/2 in the same form', async () => {
    const gateway = gateways.get('https')!;
    const session = connect(gateway.url.replace('127.0.0.1', 'localhost'), { ca: certificate.cert });
    const over2 = (method: string): Promise<Reply> =>
      new Promise((resolve, reject) => {
        const path = `/graphql?${new URLSearchParams({ query: COUNTS })}`;
        const stream = session.request({ ':method': method, ':path': path, 'accept-encoding': 'br;q=0.9, gzip;q=0.1' });
        let headers: IncomingHttpHeaders = {};
        const chunks: Buffer[] = [];
        stream.on('response', (got) => (headers = got));
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => resolve({ headers, body: Buffer.concat(chunks) })).on('error', reject);
        stream.end();
      });
    const reply = await over2('GET');
    expect(encodingOf(reply)).toBe('br');
    expect(brotliDecompressSync(reply.body).toString()).toContain('Kelurahan nomor 399');
    const head = await over2('HEAD');
    expect([encodingOf(head), head.headers['content-length'], head.body.length]).toEqual([
      'br',
      String(reply.body.length),
      0,
    ]);
    session.close();
  });
});
