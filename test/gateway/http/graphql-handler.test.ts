import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../../base/listen.ts';
import { crossOrigin } from '../../../gateway/http/cross-origin.ts';
import type { GraphqlRequest } from '../../../gateway/http/graphql-request.ts';
import { ownHosts } from '../../../gateway/http/own-hosts.ts';
import { CLOSED_AT_ONCE } from '../../../gateway/http/leave.ts';
import { createHttpServer } from '../../../gateway/http/server.ts';
import type { Readiness } from '../../../gateway/fetch/subgraph-health.ts';

let url: string;
let port: number;
let close: () => Promise<void>;
let readiness: Readiness = { state: 'waiting', for: ['workers'] };
let last: GraphqlRequest | undefined;
const failures: unknown[] = [];

beforeAll(async () => {
  const http = await createHttpServer({
    validateHost: ownHosts([], '127.0.0.1'),
    handler: async (request) => {
      last = request;
      if (request.body?.includes('explode')) throw new Error('secret detail');
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":null}' };
    },
    crossOrigin: crossOrigin(['https://dashboard.example'], ['x-internal']),
    readiness: () => readiness,
    maxBody: 1000,
    bodyTimeout: 500,
    onFailure: (thrown) => failures.push(thrown),
  });
  port = await listen(http.server, 0, '127.0.0.1', '--port');
  url = `http://127.0.0.1:${port}`;
  close = () => http.leave(CLOSED_AT_ONCE);
});
afterAll(() => close());

const post = (
  body: string | Blob,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Response> => fetch(`${url}/graphql`, { method: 'POST', headers, body });
const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;

/** Sends bytes as they are and gives back what came until the server closed. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket
      .on('data', (chunk) => (text += chunk))
      .on('close', () => resolve(text))
      .on('error', () => resolve(text));
  });

describe('the HTTP handler for GraphQL', () => {
  it('hands on bytes, headers and an id, and answers with the id', async () => {
    const response = await post('{"query":"{ a }"}', {
      'content-type': 'application/json; charset=UTF-8',
      'x-request-id': 'client-id-1',
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-request-id')).toBe('client-id-1');
    expect(last!.body!.toString()).toBe('{"query":"{ a }"}');
    expect(last!.clientAddress).toBe('127.0.0.1');
  });

  it('gives a request an id of its own when the client sent none, or one that could forge a log line', async () => {
    // The last may be somebody's number.
    for (const id of ['a b', 'short', '3275014501800000', '0812-3456-7890']) {
      const response = await post('{}', { 'content-type': 'application/json', 'x-request-id': id });
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });

  it.each([
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
    'application/jsonx',
    '',
  ])('refuses the content type %j', async (type) => {
    const response = await post(new Blob(['{}']), type === '' ? {} : { 'content-type': type });
    expect(response.status).toBe(415);
    expect(await codeOf(response)).toBe('CONTENT_TYPE');
  });

  it('refuses a body over the limit, announced or not', async () => {
    const response = await post('x'.repeat(2_000_000));
    expect(response.status).toBe(413);
    expect(await codeOf(response)).toBe('BODY_TOO_LARGE');
    const chunk = `${(600).toString(16)}\r\n${'x'.repeat(600)}\r\n`;
    const text = await raw(
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}`,
    );
    expect(text).toMatch(/^HTTP\/1.1 413 /);
    expect(text).toMatch(/connection: close/);
  });

  it('refuses other methods', async () => {
    const response = await fetch(`${url}/graphql`, { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect(await codeOf(response)).toBe('METHOD');
  });

  it('answers a preflight without asking anything', async () => {
    const response = await fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://dashboard.example' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://dashboard.example');
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
  });

  it('lets a page that may ask read every refusal, and asks nothing for a page that may not', async () => {
    const json = { 'content-type': 'application/json' };
    const long = JSON.stringify({ query: 'x'.repeat(2_000) });
    const refusals: [number, RequestInit][] = [
      [405, { method: 'PUT' }],
      [406, { headers: { accept: 'text/html' } }],
      [413, { method: 'POST', headers: json, body: long }],
      [415, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }],
      [500, { method: 'POST', headers: json, body: '{"query":"explode"}' }],
    ];
    for (const [status, init] of refusals) {
      const response = await fetch(`${url}/graphql`, {
        ...init,
        headers: { ...init.headers, origin: 'https://dashboard.example' },
      });
      expect(response.status).toBe(status);
      expect(response.headers.get('access-control-allow-origin'), String(status)).toBe('https://dashboard.example');
    }
    failures.length = 0;
    last = undefined;
    const foreign = await post('{"query":"{ a }"}', { ...json, origin: 'https://elsewhere.example' });
    expect([foreign.status, await codeOf(foreign)]).toEqual([403, 'ORIGIN_REFUSED']);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect(last).toBeUndefined();
  });

  it('refuses a header sent twice that authenticates the caller', async () => {
    const text = await raw(
      'GET /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer a\r\nauthorization: Bearer b\r\nconnection: close\r\n\r\n',
    );
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(text).toContain('authorization once, got it twice');
  });

  it('refuses what is no HTTP, and headers without end, with a code and the headers of every answer', async () => {
    const noHeader = await raw('GET /graphql HTTP/1.1\r\nhost: localhost\r\nx: a\u001bb\r\n\r\n');
    expect(noHeader).toMatch(/^HTTP\/1.1 400 /);
    const tooMany = await raw(`GET /graphql HTTP/1.1\r\nhost: localhost\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(tooMany).toMatch(/^HTTP\/1.1 431 /);
    const codeIn = (text: string): unknown =>
      (JSON.parse(text.split('\r\n\r\n')[1]!) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions
        .code;
    expect([noHeader, tooMany].map(codeIn)).toEqual(['BAD_HTTP', 'HEADERS_TOO_LARGE']);
    for (const text of [noHeader, tooMany]) expect(text).toContain('x-content-type-options: nosniff\r\n');
    expect((await post('{}')).status).toBe(200);
  });

  it('closes a connection that drips, and keeps serving', async () => {
    const text = await raw(
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"qu',
    );
    expect(text).toMatch(/^HTTP\/1.1 408 /);
    expect(text).toContain('"code":"REQUEST_UNFINISHED"');
    expect((await post('{}')).status).toBe(200);
  });

  it('masks what fails inside and tells the log', async () => {
    const response = await post('explode');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret detail');
    expect(String(failures.at(-1))).toContain('secret detail');
  });
});

describe('the other pages', () => {
  it('say that the gateway lives, and whether it may be sent traffic', async () => {
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const waiting = await fetch(`${url}/health/ready`);
    expect(waiting.status).toBe(503);
    expect(await waiting.json()).toEqual({ state: 'waiting', for: ['workers'] });
    readiness = { state: 'ready' };
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it('refuse an unknown path with a code, and guard every answer against sniffing', async () => {
    const response = await fetch(`${url}/wp-admin`);
    expect(response.status).toBe(404);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await codeOf(response)).toBe('NOT_FOUND');
  });
});

it('states in one line that a port is taken', async () => {
  const { createServer } = await import('node:net');
  const first = createServer();
  await listen(first, 0, '127.0.0.1', '--port');
  const taken = (first.address() as AddressInfo).port;
  await expect(listen(createServer(), taken, '127.0.0.1', '--port')).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: `The port is in use: 127.0.0.1:${taken} (--port)`,
  });
  first.close();
});
