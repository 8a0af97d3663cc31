import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../../base/listen.ts';
import { ANY_ORIGIN } from '../../gateway/http/cross-origin.ts';
import { LeavingServer } from '../../gateway/http/leave.ts';
import { createHttpServer } from '../../gateway/http/server.ts';
import { restartUnderLoad } from './restart-under-load.ts';

interface Reply {
  readonly status: number;
  readonly connection: string | undefined;
  readonly text: string;
}

function ask(port: number, agent: Agent, path = '/'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', agent, path }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk)).on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode!, connection: response.headers.connection, text }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** What a raw connection comes to: `closed`, or the code of its failure. */
function endOf(socket: ReturnType<typeof connect>): Promise<string> {
  return new Promise((resolve) => {
    socket.on('close', () => resolve('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code!));
  });
}

/** Resolves when a new connection is refused. */
async function refused(port: number): Promise<void> {
  for (let code = ''; code !== 'ECONNREFUSED';) {
    const socket = connect(port, '127.0.0.1');
    code = await new Promise((resolve) =>
      socket.on('connect', () => resolve('')).on('error', (error: NodeJS.ErrnoException) => resolve(error.code!)),
    );
    socket.destroy();
  }
}

const agents: Agent[] = [];
function keeping(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return agent;
}
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy();
});

/** A server whose answers the test gives, path by path. */
async function serverOf() {
  const begun = new Map<string, ServerResponse>();
  let onBegun: (() => void) | undefined;
  const http = new LeavingServer({}, (asked: IncomingMessage, response) => {
    begun.set(asked.url!, response);
    onBegun?.();
  });
  const port = await listen(http.server, 0, '127.0.0.1', 'test');
  const arrived = async (path: string): Promise<ServerResponse> => {
    while (!begun.has(path)) await new Promise<void>((resolve) => (onBegun = resolve));
    return begun.get(path)!;
  };
  return { http, port, arrived };
}

describe('a server that leaves', () => {
  it('answers what is under way, with connection: close, and refuses new connections', async () => {
    const { http, port, arrived } = await serverOf();
    const under = ask(port, keeping(), '/under-way');
    const response = await arrived('/under-way');
    const left = http.leave({ delay: 0, quiet: 10_000, bound: 60_000 });
    await refused(port);
    response.end('done');
    expect(await under).toEqual({ status: 200, connection: 'close', text: 'done' });
    await left;
  });

  it('still answers over a connection that a client keeps, until it has been quiet', async () => {
    const { http, port, arrived } = await serverOf();
    const agent = keeping();
    const first = ask(port, agent, '/1');
    (await arrived('/1')).end('one');
    expect((await first).connection).toBe('keep-alive');
    const left = http.leave({ delay: 0, quiet: 10_000, bound: 60_000 });
    const second = ask(port, agent, '/2');
    (await arrived('/2')).end('two');
    expect(await second).toEqual({ status: 200, connection: 'close', text: 'two' });
    await left;
  });

  it('closes a connection that is quiet, and waits for one whose request is coming in', async () => {
    const { http, port, arrived } = await serverOf();
    const quiet = endOf(connect(port, '127.0.0.1'));
    const half = connect(port, '127.0.0.1');
    half.write('GET /half HTTP/1.1\r\nhost: x\r\n');
    const told = new Promise<string>((resolve) => half.once('data', (chunk) => resolve(String(chunk))));
    // Both are accepted by the time a third, opened after them, is answered.
    const third = ask(port, keeping(), '/third');
    (await arrived('/third')).end();
    await third;
    const left = http.leave({ delay: 0, quiet: 0, bound: 60_000 });
    expect(await quiet).toBe('closed');
    half.write('\r\n');
    (await arrived('/half')).end('whole');
    expect(await told).toContain('200 OK');
    await left;
  });

  it('cuts what does not end within its bound', async () => {
    const { http, port, arrived } = await serverOf();
    const stuck = ask(port, keeping(), '/stuck').catch((error: NodeJS.ErrnoException) => error.code);
    await arrived('/stuck');
    await http.leave({ delay: 0, quiet: 0, bound: 50 });
    expect(await stuck).toBe('ECONNRESET');
  });

  it('says so in its readiness while everything is still answered', async () => {
    const http = await createHttpServer({
      validateHost: () => {},
      handler: async () => ({ status: 200, headers: {}, body: '{}' }),
      crossOrigin: ANY_ORIGIN,
      readiness: () => (http.leaving ? { state: 'stopping' } : { state: 'ready' }),
      maxBody: 100,
      bodyTimeout: 1_000,
    });
    const port = await listen(http.server, 0, '127.0.0.1', 'test');
    const agent = keeping();
    expect((await ask(port, agent, '/health/ready')).status).toBe(200);
    const left = http.leave({ delay: 300, quiet: 0, bound: 60_000 });
    expect(await ask(port, keeping(), '/health/ready')).toEqual({
      status: 503,
      connection: 'close',
      text: '{"state":"stopping"}',
    });
    expect(await ask(port, agent, '/health/live')).toEqual({
      status: 200,
      connection: 'close',
      text: '{"state":"live"}',
    });
    await left;
  });
});

describe('a gateway of two workers under load', () => {
  it('loses no request when it is stopped and started anew', async () => {
    const { failed, answered } = await restartUnderLoad({ restarts: 2, which: 'all', clients: 8 });
    expect(failed).toEqual({});
    expect(answered).toBeGreaterThan(600);
  }, 240_000);

  it('loses no request when one worker is ended and replaced', async () => {
    const { failed, refused } = await restartUnderLoad({ restarts: 1, which: 'one', clients: 8 });
    expect({ failed, refused }).toEqual({ failed: {}, refused: 0 });
  }, 240_000);
});
