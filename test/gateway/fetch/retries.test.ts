import { describe, expect, it } from 'vitest';
import { RetryPolicy, retryAfterHeader } from '../../../gateway/fetch/retry-policy.ts';
import { question, workersAnswering } from './fetcher-under-test.ts';
import { http, json, type RawRequest } from './raw-subgraph.ts';
import type { Socket } from 'node:net';

/** Fails the first `times` questions. */
function failing(times: number, fail: (socket: Socket) => void) {
  return (socket: Socket, { number }: RawRequest): void =>
    number <= times ? fail(socket) : void socket.write(json({ data: { ok: true } }));
}

describe('a query that fails', () => {
  it.each([
    ['a reset', (socket: Socket) => void socket.resetAndDestroy()],
    ['a closed connection', (socket: Socket) => void socket.end()],
    ['503', (socket: Socket) => void socket.write(http(503, ''))],
    ['429', (socket: Socket) => void socket.write(http(429, ''))],
  ])('with %s is tried again', async (_what, fail) => {
    const { fetcher, subgraph } = await workersAnswering(failing(2, fail), { limits: { retries: 2 } });
    expect(await fetcher.fetch(question())).toEqual({ data: { ok: true } });
    expect(subgraph.requests).toHaveLength(3);
    expect(new Set(subgraph.requests.map(({ body }) => body)).size).toBe(1);
  });

  it('is retried as often as the setting allows, and no more', async () => {
    const { fetcher, subgraph } = await workersAnswering((socket) => void socket.end(), { limits: { retries: 1 } });
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
    expect(subgraph.requests).toHaveLength(2);
  });

  it.each([
    ['500', (socket: Socket) => void socket.write(http(500, ''))],
    ['400', (socket: Socket) => void socket.write(http(400, ''))],
    ['broken JSON', (socket: Socket) => void socket.write(http(200, '{'))],
  ])('with %s is not tried again: it would fail again', async (_what, fail) => {
    const { fetcher, subgraph } = await workersAnswering(failing(9, fail), { limits: { retries: 2 } });
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    expect(subgraph.requests).toHaveLength(1);
  });

  it('with a Retry-After beyond its deadline fails at once', async () => {
    const { fetcher, subgraph } = await workersAnswering(
      (socket) => void socket.write(http(429, '', ['retry-after: 30'])),
      { limits: { retries: 2 } },
    );
    await expect(fetcher.fetch(question())).rejects.toMatchObject({
      code: 'SUBGRAPH_BAD_RESPONSE',
      extensions: { subgraphStatus: 429 },
    });
    expect(subgraph.requests).toHaveLength(1);
  });

  it('while it waits for its next try ends at its deadline', async () => {
    const { fetcher, subgraph } = await workersAnswering(
      (socket) => void socket.write(http(429, '', ['retry-after: 1'])),
      { limits: { retries: 2, timeout: 1_005 } },
    );
    await expect(fetcher.fetch(question())).rejects.toMatchObject({
      code: expect.stringMatching(/TIMEOUT|BAD_RESPONSE/),
    });
    expect(subgraph.requests.length).toBeLessThanOrEqual(2);
    await expect.poll(() => fetcher.status()[0]).toMatchObject({ active: 0, queued: 0 });
  });
});

it.each([
  ['a reset', (socket: Socket) => void socket.resetAndDestroy()],
  ['a closed connection', (socket: Socket) => void socket.end()],
  ['503', (socket: Socket) => void socket.write(http(503, ''))],
])('a mutation that fails with %s is never sent twice', async (_what, fail) => {
  const { fetcher, subgraph } = await workersAnswering(fail, { limits: { retries: 2 } });
  await expect(fetcher.fetch(question({ kind: 'mutation', query: 'mutation { enrol }' }))).rejects.toBeInstanceOf(
    Error,
  );
  expect(subgraph.requests).toHaveLength(1);
});

it('a mutation on a connection that was kept alive and then closed is never sent twice', async () => {
  // Answers the first question, then closes as the second arrives: what an idle timeout on the other side looks like.
  const { fetcher, subgraph } = await workersAnswering(
    (socket, { number }) => (number === 1 ? void socket.write(json({ data: {} })) : socket.resetAndDestroy()),
    { limits: { concurrency: 1, retries: 2 } },
  );
  await fetcher.fetch(question());
  await expect(fetcher.fetch(question({ kind: 'mutation' }))).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
  expect(subgraph.requests).toHaveLength(2);
});

it('a mutation that was sent is not cut because its caller has gone', async () => {
  const waiting: Socket[] = [];
  const { fetcher } = await workersAnswering((socket) => void waiting.push(socket));
  const leaver = new AbortController();
  const done = fetcher.fetch(question({ kind: 'mutation', signal: leaver.signal }));
  const left = fetcher.fetch(question({ signal: leaver.signal })).catch((thrown: { code: string }) => thrown.code);
  await expect.poll(() => waiting.length).toBe(2);
  leaver.abort();
  expect(await left).toBe('SUBGRAPH_ABANDONED');
  for (const socket of waiting) if (!socket.destroyed) socket.write(json({ data: { enrolled: true } }));
  expect(await done).toEqual({ data: { enrolled: true } });
});

describe('the retry budget', () => {
  it('bounds the retries of an outage, however many requests there are', async () => {
    const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(http(503, '')), {
      limits: { retries: 2, retryBudget: 10, deduplicate: false },
    });
    await Promise.allSettled(Array.from({ length: 200 }, () => fetcher.fetch(question())));
    // 200 questions, 10 retries saved up, and a tenth of a retry earned by each question.
    expect(subgraph.requests.length).toBeGreaterThan(200);
    expect(subgraph.requests.length).toBeLessThanOrEqual(230);
  });

  it('waits longer, on average, with each try, and never less than Retry-After', () => {
    const policy = new RetryPolicy(3, 100, () => 0.5);
    expect([1, 2, 3].map((tries) => policy.spend(tries, 0))).toEqual([25, 50, 100]);
    expect(policy.spend(1, 1_000)).toBe(1_025);
    expect(policy.spend(4, 0)).toBeUndefined();
  });

  it('of 0 percent retries nothing', () => {
    expect(new RetryPolicy(3, 0).spend(1, 0)).toBeUndefined();
  });
});

it('reads Retry-After in seconds and as a date, believes at most a minute, and takes nonsense for nothing', () => {
  expect(retryAfterHeader('3')).toBe(3_000);
  expect(retryAfterHeader('999999999999')).toBe(60_000);
  expect(retryAfterHeader(new Date(Date.now() + 3_600_000).toUTCString())).toBe(60_000);
  expect(retryAfterHeader(new Date(0).toUTCString())).toBe(0);
  expect(retryAfterHeader('soon')).toBe(0);
  expect(retryAfterHeader('1, 2')).toBe(0);
  expect(retryAfterHeader(undefined)).toBe(0);
});
