import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { PipeliningPolicy } from '../../../gateway/fetch/pipelining-policy.ts';
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
  /** Echoes each question, unless it is held; remembers on which connection each came. */
  async function echoing(limits = {}) {
    const sockets: Socket[] = [];
    const heldBack: Socket[] = [];
    const state = { hold: false };
    const made = await workersAnswering(
      (socket, { body }) => {
        sockets.push(socket);
        if (state.hold) heldBack.push(socket);
        else socket.write(json({ data: JSON.parse(body) as object }));
      },
      { limits: { deduplicate: false, ...limits } },
    );
    const earnTrust = async (): Promise<void> => {
      for (let i = 0; i < 8; i++) await made.fetcher.fetch(question());
      sockets.length = 0;
    };
    const ask = (count: number, more = {}): Promise<unknown[]> =>
      Promise.all(
        Array.from({ length: count }, (_, id) =>
          made.fetcher
            .fetch(question({ variables: { id }, ...more }))
            .then(({ data }) => (data!['variables'] as { id: number }).id),
        ),
      );
    return { ...made, sockets, heldBack, state, earnTrust, ask };
  }

  it('are shared by queries that have been quick, and each gets its own answer', async () => {
    const { sockets, earnTrust, ask } = await echoing({ concurrency: 16, pipelining: new Map([['workers', 16]]) });
    await earnTrust();
    expect(await ask(8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(sockets).size).toBe(1);
  });

  it.each([
    ['a query nobody knows yet', { query: '{ unknown }' }],
    ['a mutation', { kind: 'mutation' as const }],
  ])('are not shared by %s', async (_what, more) => {
    const { sockets, earnTrust, ask } = await echoing({ concurrency: 16, pipelining: new Map([['workers', 16]]) });
    await earnTrust();
    expect(await ask(4, more)).toEqual([0, 1, 2, 3]);
    expect(new Set(sockets).size).toBe(4);
  });

  it('are not shared by any when pipelining is 1', async () => {
    const { sockets, earnTrust, ask } = await echoing({});
    await earnTrust();
    await ask(4);
    expect(new Set(sockets).size).toBe(4);
  });

  it('that are shared and refused cost coded errors, nothing more', async () => {
    const { fetcher, subgraph, earnTrust } = await echoing({ concurrency: 16, pipelining: new Map([['workers', 16]]) });
    await earnTrust();
    await subgraph.close();
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => fetcher.fetch(question())));
    expect(new Set(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason.code as string))).toEqual(
      new Set(['SUBGRAPH_UNREACHABLE']),
    );
    await expect.poll(() => fetcher.status()[0]).toMatchObject({ active: 0, queued: 0 });
  });
});

it('a query is trusted after eight quick answers, forgiven now and then, and after a slow one only when it has done penance', () => {
  const quick = new PipeliningPolicy();
  const answered = (times: number, duration: number): boolean => {
    for (let i = 0; i < times; i++) quick.record('{ a }', duration);
    return quick.allows('{ a }');
  };
  expect(answered(7, 1)).toBe(false);
  expect(answered(1, 50)).toBe(true);
  expect(quick.allows('{ b }')).toBe(false);
  expect(answered(1, 51)).toBe(false);
  expect(answered(6, 1)).toBe(true);
  expect(answered(90, 1)).toBe(true);
  expect(answered(4, 51)).toBe(true);
  expect(answered(1, 1_000)).toBe(false);
  expect(answered(27, 1)).toBe(false);
  expect(answered(1, 1)).toBe(true);
  for (let i = 0; i < 9; i++) quick.record('{ c }', 1, false);
  expect(quick.allows('{ c }')).toBe(false);
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
