/** What a connection is used for again, and what ends it: a response must never reach a request that it does not belong to. */
import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { requestBytes, requestStart } from '../../../../gateway/fetch/http1/request-bytes.ts';
import type { AbortState } from '../../../../base/abort-state.ts';
import { SubgraphCaller } from '../../../../gateway/fetch/subgraph-caller.ts';
import { question, workersAnswering, type Limits } from '../fetcher-under-test.ts';
import { http, json, type RawRequest } from '../raw-subgraph.ts';

/** Answers each request with its variable `n` and how many connections were used so far, in the way the test wants. */
async function numbered(answer: (socket: Socket, bytes: Buffer, request: RawRequest) => void, limits: Partial<Limits> = {}) {
  const sockets: Socket[] = [];
  const made = await workersAnswering(
    (socket, request) => {
      if (!sockets.includes(socket)) sockets.push(socket);
      const { variables } = JSON.parse(request.body) as { variables: { n: number } };
      answer(socket, json({ data: { n: variables.n, connections: sockets.length } }), request);
    },
    { limits: { deduplicate: false, ...limits } },
  );
  const ask = async (n: number, signal?: AbortState): Promise<unknown> =>
    (await made.fetcher.fetch(question({ query: 'query Q($n: Int) { n(n: $n) }', variables: { n }, signal }))).data;
  return { ...made, ask, sockets };
} // prettier-ignore

const FOREIGN = json({ data: { n: 'of somebody else' } });

/** A connection rests for a turn of the event loop after each response. */
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('a connection', () => {
  it('is used again, one request after the other', async () => {
    const { ask } = await numbered((socket, bytes) => void socket.write(bytes));
    for (let n = 0; n < 5; n++) {
      expect(await ask(n)).toEqual({ n, connections: 1 });
      await turns();
    }
  });

  it('that ends right behind its response, without saying so, is not used again: no request is lost', async () => {
    const { ask } = await numbered((socket, bytes) => void socket.end(bytes), { concurrency: 4, queue: 200 });
    const all = Array.from({ length: 100 }, (_, n) => ask(n));
    expect(await Promise.all(all)).toMatchObject(all.map((_, n) => ({ n })));
  });

  it('with a second response behind the first is not used again', async () => {
    const { ask, subgraph } = await numbered((socket, bytes) => void socket.write(Buffer.concat([bytes, FOREIGN])));
    for (let n = 0; n < 4; n++) expect(await ask(n)).toEqual({ n, connections: n + 1 });
    await expect.poll(subgraph.open).toBe(0);
  });

  it('on which something comes while it is idle is closed', async () => {
    const { ask, sockets, subgraph } = await numbered((socket, bytes) => void socket.write(bytes));
    expect(await ask(1)).toEqual({ n: 1, connections: 1 });
    sockets[0]!.write(FOREIGN);
    await expect.poll(subgraph.open).toBe(0);
    expect(await ask(2)).toEqual({ n: 2, connections: 2 });
  });

  it('that the subgraph ends while it is idle is not used again', async () => {
    const { ask, sockets, subgraph } = await numbered((socket, bytes) => void socket.write(bytes));
    expect(await ask(1)).toEqual({ n: 1, connections: 1 });
    sockets[0]!.end();
    await expect.poll(subgraph.open).toBe(0);
    expect(await ask(2)).toEqual({ n: 2, connections: 2 });
  });

  it('is not used again when its response came before the whole request was sent', async () => {
    const large = 'a'.repeat(20_000_000);
    const sockets = new Set<Socket>();
    const { fetcher, subgraph } = await workersAnswering(() => {});
    // The raw subgraph waits for the whole body, so this one answers as soon as a head has come.
    await subgraph.close();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).once('data', () => socket.pause().write(json({ data: { connections: sockets.size } })));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    fetcher.update({ workers: { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/` } });
    for (const connections of [1, 2]) {
      const { data } = await fetcher.fetch(question({ variables: { large } }));
      expect(data).toEqual({ connections });
    }
    for (const socket of sockets) socket.destroy();
    server.close();
  }); // prettier-ignore

  it.each([
    ['closes after this response', 'connection: close'],
    ['keeps idle connections for a second only', 'keep-alive: timeout=1'],
  ])('of a subgraph that says it %s is not used again', async (_what, header) => {
    const { ask } = await numbered((socket, bytes) => {
      const body = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
      socket.write(http(200, body, ['content-type: application/json', header]));
    });
    for (let n = 0; n < 3; n++) expect(await ask(n)).toEqual({ n, connections: n + 1 });
  });

  it('that has been idle for longer than SUBGRAPH_KEEP_ALIVE is closed', async () => {
    const { ask, subgraph } = await numbered((socket, bytes) => void socket.write(bytes), { keepAlive: 1 });
    expect(await ask(1)).toEqual({ n: 1, connections: 1 });
    await expect.poll(subgraph.open, { timeout: 5_000 }).toBe(0);
  });

  it('of a request that its caller has left is closed, and those beside it get their own answers', async () => {
    const held: (() => void)[] = [];
    const { ask, subgraph } = await numbered((socket, bytes) => void held.push(() => socket.write(bytes)));
    const signal = { aborted: false };
    const left = ask(0, signal as AbortState).catch((error: unknown) => (error as { code: string }).code);
    const others = Promise.all([1, 2, 3].map((n) => ask(n)));
    await expect.poll(() => held.length).toBe(4);
    signal.aborted = true;
    expect(await left).toBe('SUBGRAPH_ABANDONED');
    await expect.poll(subgraph.open).toBe(3);
    for (const answer of held) answer();
    expect(await others).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });
});

describe('the bytes of a request', () => {
  const start = requestStart('workers.test:4001', '/graphql?a=b');

  it('are a request line, headers, and the body in UTF-8 behind its length in bytes', () => {
    const head =
      'POST /graphql?a=b HTTP/1.1\r\nhost: workers.test:4001\r\nconnection: keep-alive\r\n' +
      'content-type: application/json\r\naccept: application/graphql-response+json, application/json;q=0.9\r\naccept-encoding: identity\r\n';
    const bytes = (body: string, ...more: string[]): Buffer => {
      const made = requestBytes(start, more, body)!;
      return typeof made === 'string' ? Buffer.from(made, 'latin1') : made;
    };
    expect(bytes('{}').toString()).toBe(`${head}content-length: 2\r\n\r\n{}`);
    expect(bytes('"Bekasi – Ü"').toString()).toBe(`${head}content-length: 15\r\n\r\n"Bekasi – Ü"`);
    expect(bytes('{}', 'x', 'Ü').toString('latin1')).toBe(`${head}x: Ü\r\ncontent-length: 2\r\n\r\n{}`);
    expect(bytes('"Ü"', 'x', 'Ü').toString('latin1')).toContain('x: Ü\r\ncontent-length: 4\r\n\r\n"Ã\x9c"');
  });

  it.each(['a\r\nx: y', 'a\n', 'a\r', '\0', '\x7f', '–'])('are none when a header is %j', (value) => {
    expect(requestBytes(start, ['x', value], '{}')).toBeUndefined();
  });

  it.each(['x y', 'x:', '', 'x\r\n', 'ü'])('are none when the name of a header is %j', (name) => {
    expect(requestBytes(start, [name, 'a'], '{}')).toBeUndefined();
  });
});

it('a header that cannot be written costs a coded error, and nothing is sent', async () => {
  const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(json({ data: {} })));
  await expect(
    fetcher.fetch(question({ caller: new SubgraphCaller({ 'accept-language': 'id\r\nx-role: admin' }) })),
  ).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE', message: expect.stringContaining('could not be written') as string });
  expect(subgraph.requests).toEqual([]);
}); // prettier-ignore
