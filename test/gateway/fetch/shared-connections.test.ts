/** Queries on one connection have their fate in common on the wire; nobody may notice. Retries are off: what fails, fails. */
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../base/settings.ts';
import { fetchSettings } from '../../../gateway/fetch/settings.ts';
import { question, workersAnswering, type Limits } from './fetcher-under-test.ts';
import { http, json, type RawRequest } from './raw-subgraph.ts';

const SHARED = { pipelining: new Map([['workers', 16]]), concurrency: 32 };

/** What a question asked, from its variables; a question of these tests has one. */
const askedFor = ({ body }: RawRequest): string => (JSON.parse(body) as { variables: { what: string } }).variables.what;
const echo = (socket: Socket, request: RawRequest): void =>
  void socket.write(json({ data: { what: askedFor(request) } }));

/** A subgraph that behaves once the query has earned its place on shared connections, and then does as `answer` says. */
async function trusted(answer: (socket: Socket, request: RawRequest) => void, limits: Partial<Limits> = SHARED) {
  let earned = false;
  const made = await workersAnswering((socket, request) => (earned ? answer : echo)(socket, request), {
    limits: { deduplicate: false, ...limits },
  });
  const ask = (what: string, more = {}) => made.fetcher.fetch(question({ variables: { what }, ...more }));
  for (let time = 0; time < 20; time++) await ask('trust');
  earned = true;
  const before = made.subgraph.requests.length;
  return { ...made, ask, asked: () => made.subgraph.requests.slice(before).map(askedFor) };
}

const names = Array.from({ length: 20 }, (_, id) => `q${id}`);

/** @returns what each was answered, or the code it failed with */
async function outcomes(asked: readonly Promise<{ data?: unknown }>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(asked);
  return settled.map((one) =>
    one.status === 'fulfilled' ? (one.value.data as { what: string }).what : (one.reason as { code: string }).code,
  );
}

describe.each([
  ['a connection a question, as it is unless told', {}],
  ['connections shared', SHARED],
])('with %s', (_how, limits) => {
  it('a slow field that runs into its timeout fails none of the unrelated queries beside it', async () => {
    // Answers keep their order, so what came behind the slow one on its connection waits with it.
    const stuck = new Set<Socket>();
    const { fetcher, ask } = await trusted((socket, request) => {
      if (askedFor(request) === 'slow') stuck.add(socket);
      if (!stuck.has(socket)) echo(socket, request);
    }, limits);
    const slow = ask('slow', { deadline: performance.now() + 1_000 });
    expect(await outcomes(names.map((name) => ask(name)))).toEqual(names);
    await expect(slow).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    expect(fetcher.status()[0]).toMatchObject({ failed: 1, active: 0 });
  });

  it('a server that cannot pipeline, and answers one of several requests, fails none', async () => {
    const busy = new WeakSet<Socket>();
    const { fetcher, ask } = await trusted((socket, request) => {
      if (busy.has(socket)) return;
      busy.add(socket);
      setTimeout(() => {
        busy.delete(socket);
        echo(socket, request);
      }, 5);
    }, limits);
    for (let round = 0; round < 5; round++) expect(await outcomes(names.map((name) => ask(name)))).toEqual(names);
    expect(fetcher.status()[0]).toMatchObject({ failed: 0 });
  });

  it('a server that answers once a connection and then closes it fails none', async () => {
    const { ask } = await trusted((socket, request) => {
      if (!socket.writableEnded)
        socket.end(
          http(200, JSON.stringify({ data: { what: askedFor(request) } }), [
            'content-type: application/json',
            'connection: close',
          ]),
        );
    }, limits);
    for (let round = 0; round < 5; round++) expect(await outcomes(names.map((name) => ask(name)))).toEqual(names);
  });
});

describe('a request on a shared connection', () => {
  /** Answers nothing until told. */
  async function held() {
    const waiting: [Socket, RawRequest][] = [];
    const made = await trusted((socket, request) => void waiting.push([socket, request]));
    const answerAll = (): void => {
      for (const [socket, request] of waiting.splice(0)) echo(socket, request);
    };
    const sockets = (): number => new Set(waiting.map(([socket]) => socket)).size;
    return { ...made, waiting, answerAll, sockets };
  }

  it('is resent once, on a connection of its own, when the connection is reset, and never by undici itself', async () => {
    const { ask, asked, waiting, answerAll, sockets, fetcher } = await held();
    const answers = outcomes(['a', 'b', 'c'].map((name) => ask(name)));
    await expect.poll(() => waiting.length).toBe(3);
    expect(sockets()).toBe(1);
    waiting.splice(0)[0]![0].resetAndDestroy();
    await expect.poll(() => waiting.length).toBe(3);
    expect(sockets()).toBe(3);
    answerAll();
    expect(await answers).toEqual(['a', 'b', 'c']);
    expect(asked().sort()).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
    expect(fetcher.status()[0]).toMatchObject({ failed: 0 });
  });

  it('that was reset on a connection of its own has failed, and is not sent a third time', async () => {
    const { ask, asked, fetcher } = await trusted((socket) => void socket.resetAndDestroy());
    expect(new Set(await outcomes(['a', 'b', 'c'].map((name) => ask(name))))).toEqual(
      new Set(['SUBGRAPH_UNREACHABLE']),
    );
    expect(asked().length).toBeLessThanOrEqual(6);
    expect(fetcher.status()[0]).toMatchObject({ failed: 3, active: 0 });
  });

  it('gets its response though its neighbour was abandoned, and is not resent for it', async () => {
    const { ask, asked, waiting, answerAll, fetcher } = await held();
    const leaver = new AbortController();
    const first = ask('first', { signal: leaver.signal });
    const second = ask('second');
    await expect.poll(() => waiting.length).toBe(2);
    leaver.abort();
    await expect(first).rejects.toMatchObject({ code: 'SUBGRAPH_ABANDONED' });
    expect(fetcher.status()[0]).toMatchObject({ active: 1 });
    answerAll();
    expect(await second).toEqual({ data: { what: 'second' } });
    expect(asked().length).toBeLessThanOrEqual(3);
  });

  it('is cancelled on the wire when no caller waits for any request on the connection', async () => {
    const { ask, waiting, fetcher, subgraph } = await held();
    const leaver = new AbortController();
    const gone = outcomes(['a', 'b'].map((name) => ask(name, { signal: leaver.signal })));
    await expect.poll(() => waiting.length).toBe(2);
    leaver.abort();
    expect(await gone).toEqual(['SUBGRAPH_ABANDONED', 'SUBGRAPH_ABANDONED']);
    await expect.poll(() => waiting.every(([socket]) => socket.destroyed)).toBe(true);
    await fetcher.close();
    await expect.poll(subgraph.open).toBe(0);
  });

  it('shares none for a while after one was lost, which is logged once', async () => {
    const lines: string[] = [];
    const sockets = new Set<Socket>();
    let reset = false;
    const { fetcher } = await workersAnswering(
      (socket, request) => {
        if (reset) return void socket.resetAndDestroy();
        sockets.add(socket);
        setTimeout(() => echo(socket, request), 5);
      },
      { limits: { deduplicate: false, ...SHARED }, lines },
    );
    const ask = (count: number): Promise<unknown> =>
      outcomes(Array.from({ length: count }, () => fetcher.fetch(question({ variables: { what: 'x' } }))));
    for (let time = 0; time < 20; time++) await ask(1);
    reset = true;
    await ask(4);
    reset = false;
    sockets.clear();
    await ask(4);
    expect(sockets.size).toBe(4);
    expect(lines.filter((line) => line.includes('a connection that queries shared'))).toHaveLength(1);
  });
});

describe('SUBGRAPH_PIPELINING', () => {
  const read = (text: string): unknown =>
    readSettings('x', fetchSettings, ['--subgraph-pipelining', text], {})!.pipelining;

  it('names the subgraphs that may have more than one', () => {
    expect(readSettings('x', fetchSettings, [], {})!.pipelining).toEqual(new Map());
    expect(read('1,catalog:16, a:b:2')).toEqual(
      new Map([
        ['catalog', 16],
        ['a:b', 2],
      ]),
    );
  });

  it.each(['16', '1,16', 'catalog:0', 'catalog:101', 'catalog:', ':16', 'catalog'])('refuses %s', (text) => {
    expect(() => read(text)).toThrow(/SUBGRAPH_PIPELINING.*only by name/);
  });
});
