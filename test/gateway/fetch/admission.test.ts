import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fetcherFor, question, workersAnswering } from './fetcher-under-test.ts';
import { json, rawSubgraph } from './raw-subgraph.ts';

async function held(limits = {}) {
  const waiting: Socket[] = [];
  const made = await workersAnswering((socket) => void waiting.push(socket), {
    limits: { deduplicate: false, ...limits },
  });
  const release = (): void => void waiting.shift()!.write(json({ data: {} }));
  return { ...made, waiting, release };
}

describe('requests to one subgraph', () => {
  it('beyond its concurrency wait in order, and beyond its queue are refused', async () => {
    const { fetcher, subgraph, waiting, release } = await held({ concurrency: 2, queue: 2 });
    const done: string[] = [];
    const asked = ['a', 'b', 'c', 'd'].map((name) =>
      fetcher.fetch(question({ variables: { name } })).then(() => done.push(name)),
    );
    await expect(fetcher.fetch(question())).rejects.toMatchObject({
      code: 'SUBGRAPH_BUSY',
      status: 503,
      message: expect.stringContaining('2 wait already'),
    });
    expect(fetcher.status()[0]).toMatchObject({ active: 2, queued: 2 });
    for (let left = 4; left > 0; left--) {
      await expect.poll(() => waiting.length).toBe(Math.min(2, left));
      release();
      await expect.poll(() => done.length).toBe(5 - left);
    }
    await Promise.all(asked);
    expect(
      subgraph.requests.map(({ body }) => (JSON.parse(body) as { variables: { name: string } }).variables.name),
    ).toEqual(['a', 'b', 'c', 'd']);
    expect(subgraph.open()).toBeLessThanOrEqual(2);
  });

  it('that are abandoned in the queue make room and are never sent', async () => {
    const { fetcher, subgraph, waiting, release } = await held({ concurrency: 1, queue: 1 });
    const first = fetcher.fetch(question());
    const leaver = new AbortController();
    const second = fetcher.fetch(question({ query: '{ never }', signal: leaver.signal }));
    leaver.abort();
    await expect(second).rejects.toMatchObject({ code: 'SUBGRAPH_ABANDONED' });
    const third = fetcher.fetch(question());
    await expect.poll(() => waiting.length).toBe(1);
    release();
    await expect.poll(() => waiting.length).toBe(1);
    release();
    await Promise.all([first, third]);
    expect(subgraph.requests.map(({ body }) => body).join()).not.toContain('never');
  });

  it('whose attempts all fail at once are all refused, however many wait', async () => {
    const gone = await rawSubgraph(() => {});
    await gone.close();
    const fetcher = fetcherFor(
      { workers: { url: gone.url } },
      { limits: { concurrency: 1, queue: 10_000, deduplicate: false } },
    );
    const outcomes = await Promise.allSettled(Array.from({ length: 5_000 }, () => fetcher.fetch(question())));
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    expect(fetcher.status()[0]).toMatchObject({ active: 0, queued: 0, asked: 5_000, failed: 5_000 });
  });
});

describe('connections', () => {
  /** Echoes each request; remembers on which connection each came. */
  async function echoing() {
    const sockets: Socket[] = [];
    const made = await workersAnswering(
      (socket, { body }) => {
        sockets.push(socket);
        socket.write(json({ data: JSON.parse(body) as object }));
      },
      { limits: { deduplicate: false } },
    );
    const ask = (count: number): Promise<unknown[]> =>
      Promise.all(
        Array.from({ length: count }, (_, id) =>
          made.fetcher
            .fetch(question({ variables: { id } }))
            .then(({ data }) => (data!['variables'] as { id: number }).id),
        ),
      );
    return { ...made, sockets, ask };
  }

  it('carry one request at a time, and are used again', async () => {
    const { sockets, ask } = await echoing();
    expect(await ask(4)).toEqual([0, 1, 2, 3]);
    expect(new Set(sockets).size).toBe(4);
    // A connection rests for a turn of the event loop after each response.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(await ask(4)).toEqual([0, 1, 2, 3]);
    expect(new Set(sockets).size).toBe(4);
  });
});

describe('a new supergraph', () => {
  it('keeps a subgraph at the same place, with its connections', async () => {
    const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(json({ data: {} })));
    await fetcher.fetch(question());
    fetcher.update({ workers: { url: subgraph.url }, groups: { execute: () => ({ data: {} }) } });
    await fetcher.fetch(question());
    expect(subgraph.open()).toBeGreaterThan(0);
    expect(fetcher.status().map(({ name, asked }) => [name, asked])).toEqual([
      ['workers', 2],
      ['groups', 0],
    ]);
  });

  it('lets requests in flight and in the queue end at the old place, and sends later ones to the new place', async () => {
    const { fetcher, subgraph, waiting, release } = await held({ concurrency: 1 });
    const old = Promise.all([fetcher.fetch(question()), fetcher.fetch(question())]);
    fetcher.update({ workers: { execute: () => ({ data: { fresh: true } }) } });
    expect(await fetcher.fetch(question())).toEqual({ data: { fresh: true } });
    for (let time = 0; time < 2; time++) {
      await expect.poll(() => waiting.length).toBe(1);
      release();
    }
    expect(await old).toEqual([{ data: {} }, { data: {} }]);
    await expect.poll(subgraph.open).toBe(0);
  });

  it('without a subgraph refuses requests to it', async () => {
    const fetcher = fetcherFor({ workers: { execute: () => ({ data: {} }) } });
    fetcher.update({});
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_UNKNOWN' });
  });

  it.each([
    'nonsense',
    'file:///etc/passwd',
    'ftp://x/',
    'http://user:secret@x/',
    'http://x/#part',
    'unix://host/x.sock',
    'unix:///',
    'unix:///x.sock?path=graphql',
  ])('with the address %s is refused without repeating it, and nothing changes', async (url) => {
    const fetcher = fetcherFor({ workers: { execute: () => ({ data: {} }) } });
    expect(() => fetcher.update({ workers: { url } })).toThrow(
      expect.objectContaining({ code: 'SUBGRAPH_ADDRESS', message: expect.not.stringContaining('secret') }),
    );
    expect(await fetcher.fetch(question())).toEqual({ data: {} });
  });
});

describe('closing', () => {
  it('answers what is under way and refuses what comes after', async () => {
    const { fetcher, subgraph, waiting, release } = await held();
    const under = fetcher.fetch(question());
    await expect.poll(() => waiting.length).toBe(1);
    const closed = fetcher.close();
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_CLOSING' });
    release();
    expect(await under).toEqual({ data: {} });
    await closed;
    await expect.poll(subgraph.open).toBe(0);
  });

  it('is not held up by a subgraph that never answers longer than the deadline', async () => {
    const { fetcher } = await held({ timeout: 50 });
    const under = fetcher.fetch(question()).catch((error: { code: string }) => error.code);
    await fetcher.close();
    expect(await under).toBe('SUBGRAPH_TIMEOUT');
  });
});
