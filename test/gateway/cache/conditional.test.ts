/** What travels of an answer that a client has already, byte by byte. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCachedGraph, type CachedGraph } from './cached-graph.ts';

const PLAIN = { 'accept-encoding': 'identity' };
const LARGE = '{ long { large } }';
let graph: CachedGraph;
beforeAll(async () => {
  graph = await startCachedGraph({ corsOrigins: ['https://dashboard.example'] });
});
afterAll(() => graph.stop());

/** @returns everything that the gateway sends for one request, head and body */
function wire(lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(graph.gateway.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      // A 304 has no body, and the connection stays.
      if (text.startsWith('HTTP/1.1 304') && text.includes('\r\n\r\n')) socket.end();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}
const asked = (more: readonly string[], query = LARGE): readonly string[] => [
  `GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1`,
  `Host: 127.0.0.1:${graph.gateway.port}`,
  'Accept: application/json',
  'apollo-require-preflight: true',
  ...more,
];

describe('an answer that the client has', () => {
  it('is 304 by its ETag, in less than 300 bytes with all headers', async () => {
    const { headers, text } = await graph.get(LARGE, PLAIN);
    expect(text.length).toBeGreaterThan(2_000);
    const etag = headers.get('etag')!;
    expect(etag).toMatch(/^"[\w-]{16}"$/);
    for (const turn of ['by Apollo Server', 'by the fast path']) {
      const sent = await wire(asked([`If-None-Match: ${etag}`]));
      expect([turn, sent.split('\r\n')[0]]).toEqual([turn, 'HTTP/1.1 304 Not Modified']);
      expect(sent.split('\r\n\r\n')[1]).toBe('');
      expect(Buffer.byteLength(sent)).toBeLessThan(300);
      expect(sent.toLowerCase()).toContain(`etag: ${etag}`.toLowerCase());
      expect(sent).toMatch(/cache-control: max-age=3600, public/);
      expect(sent).toMatch(/vary: /);
    }
  });

  it.each([
    ['among others', (etag: string) => `"other", W/${etag}`, 304],
    ['whatever it is', () => '*', 304],
    ['not, where it is another', () => '"other"', 200],
    ['not, where it is written otherwise', (etag: string) => etag.replaceAll('"', ''), 200],
  ])('is compared weakly: %s', async (_what, header, status) => {
    const { headers } = await graph.get(LARGE, PLAIN);
    const reply = await fetch(`${graph.gateway.url}/graphql?query=${encodeURIComponent(LARGE)}`, {
      headers: { 'apollo-require-preflight': 'true', 'if-none-match': header(headers.get('etag')!) },
    });
    expect(reply.status).toBe(status);
  });

  it('has a weak ETag where it was compressed on its way, and is 304 by that too', async () => {
    const { headers } = await graph.get(LARGE, { 'accept-encoding': 'gzip' });
    expect([headers.get('content-encoding'), headers.get('etag')]).toEqual([
      'gzip',
      `W/${(await graph.get(LARGE, PLAIN)).headers.get('etag')}`,
    ]);
    const again = await graph.get(LARGE, { 'accept-encoding': 'gzip', 'if-none-match': headers.get('etag')! });
    expect([again.status, again.headers.get('content-encoding')]).toEqual([304, null]);
  });

  it('is answered whole by POST, with the same ETag', async () => {
    const etag = (await graph.get(LARGE, PLAIN)).headers.get('etag')!;
    const reply = await graph.ask(LARGE, { ...PLAIN, 'if-none-match': etag });
    expect([reply.status, reply.headers.get('etag')]).toEqual([200, etag]);
    expect(reply.json.data.long.large).toHaveLength(2_000);
  });

  it('is 304 for its caller where it is theirs alone, and never for an answer that is not kept', async () => {
    const analyst = await graph.bearer('--role', 'analyst');
    const { headers } = await graph.get('{ guarded { by } }', analyst);
    expect(headers.get('cache-control')).toMatch(/private$/);
    const again = await graph.get('{ guarded { by } }', { ...analyst, 'if-none-match': headers.get('etag')! });
    expect([again.status, again.text]).toEqual([304, '']);
    const other = await graph.get('{ guarded { by } }', { 'if-none-match': headers.get('etag')! });
    expect(other.json.errors[0].extensions.code).toBe('FORBIDDEN_FIELD');
    expect((await graph.get('{ unsaid { by } }', { 'if-none-match': '*' })).status).toBe(200);
  });

  it('names the origin beside all else that it depends on', async () => {
    const origin = { origin: 'https://dashboard.example' };
    const { headers } = await graph.get(LARGE, origin);
    expect(headers.get('vary')).toMatch(/authorization.*origin|origin.*authorization/);
    expect(headers.get('access-control-allow-origin')).toBe(origin.origin);
    const again = await graph.get(LARGE, { ...origin, 'if-none-match': headers.get('etag')! });
    expect([again.status, again.headers.get('access-control-allow-origin')]).toEqual([304, origin.origin]);
  });
});
