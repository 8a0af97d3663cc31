/** Clients who do not read their answer, or send half a body: told by events of the connection, not by the clock. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../../../base/listen.ts';
import { ANY_ORIGIN } from '../../../gateway/http/cross-origin.ts';
import { CLOSED_AT_ONCE } from '../../../gateway/http/leave.ts';
import { createHttpServer, type HttpServerOptions } from '../../../gateway/http/server.ts';

const closes: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0).reverse()) await close();
});

async function serving(options: Partial<HttpServerOptions>): Promise<number> {
  const http = await createHttpServer({
    validateHost: () => {},
    crossOrigin: ANY_ORIGIN,
    readiness: () => ({ state: 'ready' }),
    maxBody: 1_000_000,
    bodyTimeout: 10_000,
    handler: async () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":null}' }),
    ...options,
  });
  const port = await listen(http.server, 0, '127.0.0.1', 'test');
  closes.push(() => http.leave(CLOSED_AT_ONCE));
  return port;
}

function connected(port: number, localAddress = '127.0.0.1'): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  closes.push(() => void socket.destroy());
  return socket.on('error', () => {});
}

const head = (length: number): string =>
  `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
const firstOf = async (socket: Socket): Promise<string> => String(((await once(socket, 'data')) as [Buffer])[0]);

describe('an answer that its client does not read', () => {
  /** More than the system takes. */
  const LARGE = Buffer.alloc(50_000_000, 'x');

  it('ends its connection after a while, and frees what it takes', async () => {
    const ended = Promise.withResolvers<void>();
    const port = await serving({
      writeTimeout: 50,
      handler: async () => ({ status: 200, headers: {}, body: LARGE, onEnd: ended.resolve }),
    });
    const socket = connected(port).pause();
    socket.write(`${head(2)}{}`);
    await ended.promise;
    let came = 0;
    socket.on('data', (chunk: Buffer) => (came += chunk.length)).resume();
    await once(socket, 'close');
    expect(came).toBeLessThan(LARGE.length);
  });

  it('is freed when its client goes, or has read it', async () => {
    let ended = Promise.withResolvers<void>();
    const port = await serving({
      handler: async () => ({ status: 200, headers: {}, body: LARGE, onEnd: () => ended.resolve() }),
    });
    const gone = connected(port).pause();
    gone.write(`${head(2)}{}`);
    await once(gone, 'readable');
    gone.destroy();
    await ended.promise;
    ended = Promise.withResolvers();
    const taken = connected(port).resume();
    taken.write(`${head(2)}{}`);
    await ended.promise;
  });
});

describe('bodies that come in', () => {
  const half = 'x'.repeat(60_000);

  it('are bounded together: half for one address, and small ones are never refused', async () => {
    const port = await serving({ maxBodies: 200_000 });
    const slow = connected(port);
    slow.write(head(100_000) + half);
    const second = connected(port);
    second.write(head(100_000) + half + half.slice(0, 39_000));
    expect(await firstOf(second)).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1[^]*OVERLOADED/i);
    const other = connected(port, '127.0.0.2');
    other.write(head(60_000) + half);
    expect(await firstOf(other)).toMatch(/^HTTP\/1\.1 200 /);
    const small = connected(port);
    small.write(head(10_000) + half.slice(0, 10_000));
    expect(await firstOf(small)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('are forgotten when their client goes', async () => {
    const port = await serving({ maxBodies: 200_000 });
    for (let n = 0; n < 5; n++) {
      const slow = connected(port);
      slow.write(head(100_000) + half + half.slice(0, 30_000));
      // What is asked on another connection is answered after this half has been read.
      const next = connected(port);
      next.write(`${head(2)}{}`);
      await firstOf(next);
      slow.destroy();
      await once(slow, 'close');
      next.destroy();
    }
    const whole = connected(port);
    whole.write(head(90_000) + half + half.slice(0, 30_000));
    expect(await firstOf(whole)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('connections', () => {
  it('are bounded, and one address has half of them', async () => {
    const port = await serving({ maxConnections: 4 });
    const own = [connected(port), connected(port)];
    for (const socket of own) {
      socket.write(`${head(2)}{}`);
      expect(await firstOf(socket)).toMatch(/^HTTP\/1\.1 200 /);
    }
    await once(connected(port), 'close');
    const other = connected(port, '127.0.0.2');
    other.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(await firstOf(other)).toMatch(/^HTTP\/1\.1 200 /);
    own[0]!.destroy();
    await once(own[0]!, 'close');
    await expect
      .poll(async () => {
        const next = connected(port);
        next.write(`${head(2)}{}`);
        return Promise.race([firstOf(next), once(next, 'close').then(() => 'closed')]);
      })
      .toMatch(/^HTTP\/1\.1 200 /);
  });
});

it('a connection that rests is kept for longer than a proxy keeps it, and says for how long', async () => {
  const port = await serving({});
  const socket = connected(port);
  socket.write(`${head(2)}{}`);
  expect(await firstOf(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*^Keep-Alive: timeout=65\r$/m);
});
