/** HTTP/2 at the gateway's port: the same answers and refusals as by HTTP/1.1, the same bounds, and neighbours that mean harm. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerOptions, ServerResponse } from 'node:http';
import {
  connect,
  constants,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { logOf } from '../../base/log.ts';
import { LeavingServer, type Listener } from '../../gateway/http/leave.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { startGatewayProgram } from '../support/gateway-program.ts';
import { selfSigned } from '../support/self-signed.ts';
import { composeSmall, startSmallSubgraph, type SmallSubgraph } from '../support/small-graph.ts';

const certificate = selfSigned('localhost');
let folder: string;
let people: SmallSubgraph;
let places: SmallSubgraph;
let paths: { tlsCert: string; tlsKey: string };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'http2-'));
  paths = { tlsCert: join(folder, 'crt'), tlsKey: join(folder, 'key') };
  writeFileSync(paths.tlsCert, certificate.cert);
  writeFileSync(paths.tlsKey, certificate.key);
  [people, places] = await Promise.all([startSmallSubgraph('people'), startSmallSubgraph('places')]);
});
afterAll(async () => {
  await Promise.all([people.stop(), places.stop()]);
  rmSync(folder, { recursive: true });
});

async function start(settings: Partial<GatewaySettings> = {}): Promise<RunningGateway> {
  const gateway = await startGateway({
    log: logOf('gateway', 'silent'),
    source: fixedSupergraph(composeSmall({ people: people.url, places: places.url })),
    settings: gatewayDefaults({ port: 0, guard: false, explorer: false, ...paths, ...settings }),
  });
  onTestFinished(() => gateway.stop());
  return gateway;
}

/** A server of the gateway with a listener of the test's own. */
async function serve(
  listener: Listener,
  options: Pick<ServerOptions, 'requestTimeout' | 'keepAliveTimeout' | 'keepAliveTimeoutBuffer'> & {
    maxConnections?: number;
  } = {},
) {
  const material = { cert: Buffer.from(certificate.cert), key: Buffer.from(certificate.key) };
  const http = new LeavingServer(
    { ...options, tls: { material, ends: () => new Map(), requireClient: false, http2: true, onChange: () => {} } },
    listener,
  );
  await new Promise<void>((resolve) => http.server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => http.leave({ delay: 0, quiet: 0, bound: 0 }));
  return { http, port: (http.server.address() as AddressInfo).port };
}

function open(port: number | string): ClientHttp2Session {
  const session = connect(`https://localhost:${port}`, { ca: certificate.cert });
  session.on('error', () => {});
  onTestFinished(() => session.destroy());
  return session;
}

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** With which the stream ended. */
  readonly code: number;
}

function ask(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body?: string): Promise<Answer> {
  return new Promise((resolve) => {
    const stream = session.request(headers, { endStream: body === undefined });
    let [answered, text]: [IncomingHttpHeaders, string] = [{}, ''];
    stream.on('response', (given) => (answered = given)).on('data', (chunk) => (text += String(chunk)));
    stream.on('error', () => {});
    stream.on('close', () => resolve({ headers: answered, text, code: stream.rstCode }));
    if (body !== undefined) stream.end(body);
  });
}

const QUERY = JSON.stringify({ query: '{ people { name home { name } } }' });
const POST = { ':method': 'POST', ':path': '/graphql', 'content-type': 'application/json' };
const ANSWER = /"name":"Ani"/;

describe('a client of HTTP/2', () => {
  it('is answered, many requests on one connection, and one of HTTP/1.1 beside it', async () => {
    const { url } = await start();
    const session = open(new URL(url).port);
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(session, POST, QUERY)));
    for (const { headers, text } of answers) {
      expect(headers[':status']).toBe(200);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-length': String(text.length) });
      expect(text).toMatch(ANSWER);
    }
    const get = await ask(session, {
      ':path': '/graphql?query=%7Bpeople%7Bname%7D%7D',
      'apollo-require-preflight': '1',
    });
    expect(get.text).toMatch(ANSWER);
    expect((await ask(session, { ':path': '/health/live' })).text).toBe('{"state":"live"}');
    expect((await ask(session, { ':path': '/nowhere' })).headers[':status']).toBe(404);
    expect((await ask(session, { ':path': '/graphql', ':method': 'OPTIONS' })).headers[':status']).toBe(204);
  });

  const curl = spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout.includes('HTTP2');
  it.skipIf(!curl).each([
    ['--http2', '2'],
    ['--http1.1', '1.1'],
  ])('of curl, with %s (skipped where curl is not, or knows no HTTP/2)', async (flag, version) => {
    const { url } = await start();
    const words = [
      '-s',
      flag,
      '--cacert',
      paths.tlsCert,
      '-w',
      '\n%{http_version}',
      '-H',
      'content-type: application/json',
    ];
    const { port } = new URL(url);
    const { stdout: said } = await promisify(execFile)('curl', [
      ...words,
      '-d',
      QUERY,
      `https://localhost:${port}/graphql`,
    ]);
    expect(said).toMatch(ANSWER);
    expect(said.endsWith(`\n${version}`)).toBe(true);
  });

  it('is not offered it with HTTP2=off', async () => {
    const { url } = await start({ http2: false });
    const socket = connectTls({
      host: 'localhost',
      port: Number(new URL(url).port),
      ca: certificate.cert,
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    expect(socket.alpnProtocol).not.toBe('h2');
  });

  it('is served by workers', async () => {
    writeFileSync(join(folder, 'graph'), composeSmall({ people: people.url, places: places.url }));
    const words = ['--supergraph', join(folder, 'graph'), '--guard', 'off', '--drain-delay', '0'];
    const { child, url } = await startGatewayProgram([
      ...words,
      '--tls-cert',
      paths.tlsCert,
      '--tls-key',
      paths.tlsKey,
    ]);
    try {
      const sessions = Array.from({ length: 4 }, () => open(new URL(url).port));
      for (const { text } of await Promise.all(sessions.map((session) => ask(session, POST, QUERY))))
        expect(text).toMatch(ANSWER);
    } finally {
      child.kill('SIGTERM');
    }
    await new Promise((resolve) => child.once('exit', resolve));
  });
});

describe('what is refused', () => {
  it('is what HTTP/1.1 refuses: other hosts, two of them, doubled headers, large bodies, other types, long headers', async () => {
    const { url } = await start({ maxBody: 1_000 });
    const { port } = new URL(url);
    const session = open(port);
    const other = await ask(session, { ...POST, ':authority': 'evil.example' }, QUERY);
    expect([other.headers[':status'], other.text]).toEqual([421, expect.stringContaining('HOST_REFUSED')]);
    const two = await ask(session, { ...POST, ':authority': `localhost:${port}`, host: 'evil.example' }, QUERY);
    expect([two.headers[':status'], two.text]).toEqual([400, expect.stringContaining(':authority')]);
    const large = await ask(session, POST, 'x'.repeat(200_000));
    expect([large.headers[':status'], large.text]).toEqual([413, expect.stringContaining('BODY_TOO_LARGE')]);
    expect(large.headers['connection']).toBeUndefined();
    const typed = await ask(session, { ...POST, 'content-type': 'text/plain' }, QUERY);
    expect([typed.headers[':status'], typed.text]).toEqual([415, expect.stringContaining('CONTENT_TYPE')]);
    const doubled = await ask(session, { ...POST, 'x-api-key': ['one', 'other'] }, QUERY);
    expect([doubled.headers[':status'], doubled.text]).toEqual([400, expect.stringContaining('x-api-key once')]);
    const long = await ask(session, { ...POST, 'x-long': 'a'.repeat(40_000) }, QUERY);
    expect(long.text).not.toMatch(ANSWER);
    const many = Object.fromEntries(Array.from({ length: 500 }, (_none, n) => [`x-${n}`, 'a']));
    expect((await ask(session, { ...POST, ...many }, QUERY)).text).not.toMatch(ANSWER);
    // The connection is as good as before.
    expect((await ask(session, POST, QUERY)).text).toMatch(ANSWER);
  });
});

describe('a neighbour who', () => {
  it('opens streams and cancels them at once (rapid reset) is cut off, and others are answered', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    const socket = await raw(port);
    const isClosed = new Promise<true>((resolve) => socket.once('close', () => resolve(true)));
    socket.on('data', () => {});
    let opened = 0;
    for (; opened < 3_000 && !socket.destroyed; opened++) {
      const stream = 2 * opened + 1;
      socket.write(Buffer.concat([frame(1, 5, stream, ASKED), frame(3, 0, stream, Buffer.from([0, 0, 0, 8]))]));
      if (opened % 50 === 0) await wait(5);
    }
    expect(await isClosed).toBe(true);
    expect(opened).toBeLessThan(3_000);
    expect((await ask(open(port), POST, QUERY)).text).toMatch(ANSWER);
  });

  it.each([
    ['PING', frame(6, 0, 0, Buffer.alloc(8))],
    ['SETTINGS', frame(4, 0, 0, Buffer.alloc(0))],
  ])('sends %s without end is cut off', async (_name, flood) => {
    const { port } = await serve((_request, response) => void response.end('ok'));
    const socket = await raw(port);
    const isClosed = new Promise<true>((resolve) => socket.once('close', () => resolve(true)));
    socket.on('data', () => {});
    for (let n = 0; n < 2_000 && !socket.destroyed; n += 50) {
      socket.write(Buffer.concat(Array.from({ length: 50 }, () => flood)));
      await wait(2);
    }
    expect(await isClosed).toBe(true);
  });

  it('sends CONTINUATION without end is cut off before it takes memory', async () => {
    const { port } = await serve((_request, response) => void response.end('ok'));
    const socket = await raw(port);
    const isClosed = new Promise<true>((resolve) => socket.once('close', () => resolve(true)));
    socket.on('data', () => {});
    // Headers of stream 1 that never end: no END_HEADERS.
    socket.write(frame(1, 0, 1, Buffer.from([0x82])));
    const piece = Buffer.concat([Buffer.from([0x00, 0x01, 0x61, 0x7f, 0x81, 0x07]), Buffer.alloc(262, 0x62)]);
    for (let n = 0; n < 2_000 && !socket.destroyed; n++) {
      socket.write(frame(9, 0, 1, piece));
      if (n % 20 === 0) await wait(2);
    }
    expect(await isClosed).toBe(true);
  });

  it('opens more streams than may be open at once gets them refused, so that they may ask again', async () => {
    const held: ServerResponse[] = [];
    const { port } = await serve((_request, response) => void held.push(response));
    const session = open(port);
    await new Promise((resolve) => session.once('remoteSettings', resolve));
    expect(session.remoteSettings.maxConcurrentStreams).toBe(100);
    const answers = Array.from({ length: 130 }, () => ask(session, { ':path': '/' }));
    await vi.waitFor(() => expect(held).toHaveLength(100));
    await wait(50);
    expect(held).toHaveLength(100);
    while (held.length > 0 || !(await Promise.race([Promise.all(answers).then(() => true), wait(20, false)])))
      for (const response of held.splice(0)) response.end('ok');
    for (const { text } of await Promise.all(answers)) expect(text).toBe('ok');
  });

  it('has half of all places with streams leaves the others to others', async () => {
    const held: ServerResponse[] = [];
    const { port } = await serve((_request, response) => void held.push(response), { maxConnections: 20 });
    const session = open(port);
    const answers = Array.from({ length: 40 }, () => ask(session, { ':path': '/' }));
    await vi.waitFor(() => expect(held).toHaveLength(10));
    for (const response of held.splice(0)) response.end('ok');
    const all = await Promise.all(answers);
    expect(all.filter(({ text }) => text === 'ok')).toHaveLength(10);
    expect(all.filter(({ code }) => code === constants.NGHTTP2_REFUSED_STREAM)).toHaveLength(30);
    // What ended is given back.
    const later = ask(session, { ':path': '/' });
    await vi.waitFor(() => expect(held).toHaveLength(1));
    held[0]!.end('later');
    expect((await later).text).toBe('later');
  });

  it('asks more at once than there is room for is told so, also on one connection', async () => {
    const { url } = await start({ maxRequests: 5 });
    const session = open(new URL(url).port);
    const bodies = Array.from({ length: 60 }, (_none, n) =>
      JSON.stringify({ query: `{ people { a${n}: name home { name } } }` }),
    );
    const answers = await Promise.all(bodies.map((body) => ask(session, POST, body)));
    const refused = answers.filter(({ text }) => text.includes('OVERLOADED'));
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers } of refused) expect(headers).toMatchObject({ ':status': 503, 'retry-after': '1' });
    expect((await ask(session, POST, QUERY)).text).toMatch(ANSWER);
  });

  it('reads nothing of their answers loses them after WRITE_TIMEOUT, and what they took is free', async () => {
    const { url } = await start({ writeTimeout: 300, maxAnswerBytes: 500_000 });
    const { port } = new URL(url);
    const fields = Array.from({ length: 90 }, (_none, n) => `a${n}: people { name home { name size code } }`).join(' ');
    const large = JSON.stringify({ query: `{ ${fields} }` });
    const session = connect(`https://localhost:${port}`, { ca: certificate.cert, settings: { initialWindowSize: 0 } });
    session.on('error', () => {});
    onTestFinished(() => session.destroy());
    const closed = await Promise.all(Array.from({ length: 20 }, () => ask(session, POST, large)));
    for (const { text, code } of closed) {
      expect(text).toBe('');
      expect(code).not.toBe(constants.NGHTTP2_NO_ERROR);
    }
    expect((await ask(open(port), POST, large)).text).toMatch(ANSWER);
  });

  it('never ends a body, or asks nothing at all, is cut off', async () => {
    const { port, http } = await serve((request, response) => request.on('end', () => response.end('ok')).resume(), {
      requestTimeout: 300,
      keepAliveTimeout: 300,
    });
    const session = open(port);
    const stream = session.request({ ':method': 'POST', ':path': '/' });
    stream.on('error', () => {});
    stream.write('begun');
    await new Promise((resolve) => stream.once('close', resolve));
    expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
    const idle = await raw(port);
    idle.on('data', () => {});
    const half = await raw(port);
    half.on('data', () => {});
    half.write(frame(1, 0, 1, Buffer.from([0x82])));
    await vi.waitFor(() => expect(http.connections).toBe(0));
  });
});

describe('an idle connection', () => {
  const answering: Listener = (_request, response) => void response.end('ok');

  it('is kept as long as one of HTTP/1.1, whatever a request may take, and then closed', async () => {
    const times = { requestTimeout: 100, keepAliveTimeout: 1_000, keepAliveTimeoutBuffer: 500 };
    const { port, http } = await serve(answering, times);
    const session = open(port);
    await ask(session, { ':path': '/' });
    const told = new Promise<number>((resolve) => session.once('goaway', resolve));
    const unasked = await raw(port);
    unasked.on('data', () => {});
    // That one has asked nothing, and is closed first.
    await vi.waitFor(() => expect(http.connections).toBe(1));
    expect(session.closed).toBe(false);
    expect(await told).toBe(constants.NGHTTP2_NO_ERROR);
    await vi.waitFor(() => expect(http.connections).toBe(0));
  });

  it('of the gateway is not bound by BODY_TIMEOUT, which is for those who ask', async () => {
    const { url } = await start({ bodyTimeout: 200 });
    const session = open(new URL(url).port);
    await ask(session, { ':path': '/health/live' });
    // Begun after the answer, and closed by that bound.
    const unasked = await raw(Number(new URL(url).port));
    unasked.on('data', () => {});
    await new Promise((resolve) => unasked.once('close', resolve));
    expect((await ask(session, { ':path': '/health/live' })).headers[':status']).toBe(200);
  });
});

describe('a server that stops', () => {
  it('tells clients, answers what is under way, and ends', async () => {
    const held: ServerResponse[] = [];
    const { port, http } = await serve((_request, response) => void held.push(response));
    const session = open(port);
    const told = new Promise<number>((resolve) => session.once('goaway', resolve));
    const first = ask(session, { ':path': '/' });
    await vi.waitFor(() => expect(held).toHaveLength(1));
    const left = http.leave({ delay: 200, quiet: 50, bound: 10_000 });
    expect(await told).toBe(constants.NGHTTP2_NO_ERROR);
    held[0]!.end('first');
    expect((await first).text).toBe('first');
    await left;
    expect(http.connections).toBe(0);
  });

  it('says what it has not begun, and still answers on a new connection what is asked first', async () => {
    const { port, http } = await serve((_request, response) => void response.end('ok'));
    const session = open(port);
    await ask(session, { ':path': '/' });
    const told = new Promise((resolve) => session.once('goaway', (code, last) => resolve([code, last])));
    const left = http.leave({ delay: 500, quiet: 50, bound: 20_000 });
    // The first and only stream was 1: whoever asks on 3 knows that it was not begun.
    expect(await told).toEqual([constants.NGHTTP2_NO_ERROR, 1]);
    const other = open(port);
    const otherTold = new Promise((resolve) => other.once('goaway', (code, last) => resolve([code, last])));
    expect((await ask(other, { ':path': '/' })).text).toBe('ok');
    expect(await otherTold).toEqual([constants.NGHTTP2_NO_ERROR, 1]);
    await left;
    expect(http.connections).toBe(0);
  });

  it('loses nothing of clients who ask on and on, while it is still listening', async () => {
    const { port, http } = await serve((_request, response) => void setTimeout(() => response.end('ok'), 3));
    const agent = new Agent({ allowH2: true, connect: { ca: certificate.cert }, connections: 4 });
    const lost: unknown[] = [];
    let [answered, isOver] = [0, false];
    const asking = Array.from({ length: 8 }, async () => {
      while (!isOver)
        await request(`https://localhost:${port}/`, { dispatcher: agent })
          .then(({ body }) => body.text())
          .then(
            () => answered++,
            (thrown: unknown) => lost.push(thrown),
          );
    });
    const more = async (): Promise<void> => {
      const before = answered;
      await vi.waitFor(() => expect(answered + lost.length).toBeGreaterThan(before + 100), 30_000);
    };
    await more();
    const stop = http.stopListening;
    http.stopListening = async () => {
      await more();
      isOver = true;
      await Promise.all(asking);
      await stop();
    };
    const left = http.leave({ delay: 0, quiet: 100, bound: 20_000 });
    await Promise.all(asking);
    expect(lost).toEqual([]);
    await agent.close();
    await left;
  });

  it('does not wait for connections on which nothing is under way', async () => {
    const { port, http } = await serve((_request, response) => void response.end('ok'));
    const sockets = await Promise.all([raw(port), raw(port)]);
    for (const socket of sockets) socket.on('data', () => {});
    await vi.waitFor(() => expect(http.connections).toBe(2));
    await http.leave({ delay: 0, quiet: 50, bound: 600_000 });
    expect(http.connections).toBe(0);
  });
});

/** The headers of GET https://localhost/. */
const ASKED = Buffer.concat([Buffer.from([0x82, 0x87, 0x84, 0x41, 9]), Buffer.from('localhost')]);

/** A frame of HTTP/2. */
function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A connection that has chosen HTTP/2 and begun it. */
async function raw(port: number): Promise<TLSSocket> {
  const socket = connectTls({ host: 'localhost', port, ca: certificate.cert, ALPNProtocols: ['h2'] });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0, Buffer.alloc(0))]));
  return socket;
}
