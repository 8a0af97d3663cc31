import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CircuitBreaker } from '../../../gateway/fetch/circuit-breaker.ts';
import { fetcherFor, question, workersAnswering } from './fetcher-under-test.ts';
import { http, json, type RawRequest } from './raw-subgraph.ts';

function breakerAt(time: { now: number }, failures = 50) {
  const states: string[] = [];
  const breaker = new CircuitBreaker({ failures, clock: () => time.now, onChange: (state) => states.push(state) });
  const run = (verdict: 'healthy' | 'failed' | 'unknown', times = 1): void => {
    for (let i = 0; i < times; i++) breaker.leave(breaker.enter()!, verdict);
  };
  return { breaker, states, run };
}

describe('a circuit breaker', () => {
  it('stays closed while too few have tried to say anything', () => {
    const { breaker, run } = breakerAt({ now: 0 });
    run('failed', 19);
    expect(breaker.state).toBe('closed');
    run('failed');
    expect(breaker.state).toBe('open');
  });

  it('opens at the share of failures that was set, and counts abandoned tries as neither', () => {
    const { breaker, run } = breakerAt({ now: 0 });
    run('healthy', 30);
    run('failed', 29);
    run('unknown', 100);
    expect(breaker.state).toBe('closed');
    run('failed');
    expect(breaker.state).toBe('open');
  });

  it('forgets failures after its window', () => {
    const time = { now: 0 };
    const { breaker, run } = breakerAt(time);
    run('failed', 19);
    time.now = 10_000;
    run('failed', 19);
    expect(breaker.state).toBe('closed');
  });

  it('refuses all requests while it is open, however long, and accepts all once a probe was answered', () => {
    const time = { now: 0 };
    const { breaker, states, run } = breakerAt(time);
    run('failed', 20);
    time.now = 3_600_000;
    expect(breaker.enter()).toBeUndefined();
    breaker.close();
    run('failed', 19);
    expect(breaker.state).toBe('closed');
    expect(states).toEqual(['open', 'closed']);
  });

  it('is not moved by a try that began before it opened', () => {
    const { breaker, run } = breakerAt({ now: 0 });
    const slow = breaker.enter()!;
    run('failed', 20);
    breaker.leave(slow, 'healthy');
    expect(breaker.state).toBe('open');
    breaker.close();
    breaker.leave(slow, 'failed');
    run('failed', 19);
    expect(breaker.state).toBe('closed');
  });

  it('never opens above 100 percent', () => {
    const { breaker, run } = breakerAt({ now: 0 }, 101);
    run('failed', 1_000);
    expect(breaker.state).toBe('closed');
  });
});

/** The question that the gateway asks for itself. */
const isProbe = ({ body }: RawRequest): boolean => body.includes('"{__typename}"');

describe('a subgraph that is unwell', () => {
  it('gets no requests but probes until it answers one, as status and log show', async () => {
    const lines: string[] = [];
    let up = false;
    const { fetcher, subgraph } = await workersAnswering(
      (socket) => void socket.write(up ? json({ data: {} }) : http(503, 'NIK 3275010101010000')),
      { limits: { breakerFailures: 50, breakerPause: 20, deduplicate: false }, lines },
    );
    for (let i = 0; i < 20; i++)
      await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    await expect(fetcher.fetch(question())).rejects.toMatchObject({
      code: 'SUBGRAPH_OPEN',
      status: 503,
      extensions: { subgraph: 'workers', retryAfter: 1 },
    });
    expect(fetcher.status()[0]).toMatchObject({
      name: 'workers',
      breaker: 'open',
      failed: 21,
      lastFailure: 'SUBGRAPH_OPEN',
    });
    await expect.poll(() => subgraph.requests.filter(isProbe).length).toBeGreaterThan(2);
    expect(subgraph.requests.filter((request) => !isProbe(request))).toHaveLength(20);
    expect(fetcher.status()[0]).toMatchObject({ breaker: 'open' });
    up = true;
    await expect.poll(() => fetcher.status()[0]).toMatchObject({ breaker: 'closed', lastFailure: undefined });
    expect(await fetcher.fetch(question())).toEqual({ data: {} });
    expect(lines.map((line) => (JSON.parse(line) as { state: string }).state)).toEqual(['open', 'closed']);
    expect(lines.join()).not.toContain('3275010101010000');
  });

  it('is probed though its breaker is open, all places are taken, and the previous probe is unanswered', async () => {
    let up = false;
    const { fetcher, subgraph } = await workersAnswering(
      (socket, request) => (up && isProbe(request) ? void socket.write(json({ data: {} })) : undefined),
      { limits: { breakerFailures: 50, breakerPause: 30, concurrency: 20, timeout: 600, deduplicate: false } },
    );
    await Promise.allSettled(Array.from({ length: 20 }, () => fetcher.fetch(question())));
    expect(fetcher.status()[0]).toMatchObject({ breaker: 'open' });
    expect(await fetcher.probe('workers', 50)).toEqual({ name: 'workers', ok: false, code: 'SUBGRAPH_TIMEOUT' });
    await expect.poll(() => subgraph.requests.filter(isProbe).length).toBeGreaterThan(2);
    up = true;
    expect(await fetcher.probe('workers')).toEqual({ name: 'workers', ok: true });
    expect(fetcher.status()[0]).toMatchObject({ breaker: 'closed' });
  });

  it('serves within 2 s of being back, however long it was away', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let up = false;
    const execute = () => (up ? { data: { up } } : new Promise<never>(() => {}));
    const fetcher = fetcherFor(
      { workers: { execute } },
      { limits: { breakerFailures: 50, deduplicate: false, timeout: 1_000 } },
    );
    const asked = Promise.allSettled(
      Array.from({ length: 20 }, () => fetcher.fetch(question({ deadline: performance.now() + 5_000 }))),
    );
    await vi.advanceTimersByTimeAsync(1_100);
    await asked;
    expect(fetcher.status()[0]).toMatchObject({ breaker: 'open' });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(fetcher.status()[0]).toMatchObject({ breaker: 'open' });
    up = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await fetcher.fetch(question({ deadline: performance.now() + 5_000 }))).toEqual({ data: { up: true } });
  });

  it.each([
    ['500 as GraphQL', http(500, '{"errors":[{"message":"no"}]}', ['content-type: application/graphql-response+json'])],
    ['500 as HTML', http(500, '<html>', ['content-type: text/html'])],
    ['400', http(400, '')],
    ['401', http(401, '')],
    ['429', http(429, '')],
    ['more than may be read', http(200, 'x'.repeat(2_000))],
    ['JSON that is cut', http(200, '{"data":')],
    ['another content type', http(200, 'hello', ['content-type: text/plain'])],
    ['errors', json({ errors: [{ message: 'no' }] })],
  ])('is not what one that answers %s to some questions is', async (_what, answer) => {
    const { fetcher } = await workersAnswering((socket) => void socket.write(answer), {
      limits: { breakerFailures: 1, maxResponse: 1_000, deduplicate: false },
    });
    for (let i = 0; i < 40; i++) await fetcher.fetch(question()).catch(() => {});
    expect(fetcher.status()[0]!.breaker).toBe('closed');
  });

  it.each([
    ['no connection', undefined],
    ['a reset', undefined],
    ['502', http(502, '')],
    ['503', http(503, '')],
    ['504', http(504, '')],
  ])('is what one with %s is', async (what, answer) => {
    const { fetcher, subgraph } = await workersAnswering(
      (socket) => (answer === undefined ? void socket.resetAndDestroy() : void socket.write(answer)),
      { limits: { breakerFailures: 50, breakerPause: 60_000, deduplicate: false } },
    );
    if (what === 'no connection') await subgraph.close();
    for (let i = 0; i < 20; i++) await fetcher.fetch(question()).catch(() => {});
    expect(fetcher.status()[0]!.breaker).toBe('open');
  });

  it('is not inferred from replies that request a later retry: one field may be the only cause', async () => {
    const { fetcher } = await workersAnswering(
      (socket, { number }) => void socket.write(number === 1 ? http(503, '', ['retry-after: 30']) : json({ data: {} })),
      { limits: { breakerFailures: 50 } },
    );
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    expect(await fetcher.fetch(question())).toEqual({ data: {} });
  });

  it('is not what impatient callers make of it, alone or beside others', async () => {
    const { fetcher } = await workersAnswering(() => {}, { limits: { breakerFailures: 1, deduplicate: false } });
    await Promise.allSettled(
      Array.from({ length: 30 }, () => fetcher.fetch(question({ deadline: performance.now() + 1_100 }))),
    );
    await expect.poll(() => fetcher.status()[0]).toMatchObject({ breaker: 'closed', failed: 30, active: 0 });
  });

  it('is not one whose slow field always times out while it answers other requests', async () => {
    const { fetcher, subgraph } = await workersAnswering(
      (socket, { body }) => (body.includes('slow') ? undefined : void socket.write(json({ data: {} }))),
      { limits: { breakerFailures: 1, deduplicate: false, timeout: 300 } },
    );
    const slow = Promise.allSettled(Array.from({ length: 30 }, () => fetcher.fetch(question({ query: '{ slow }' }))));
    await expect.poll(() => subgraph.requests.length).toBe(30);
    expect(await fetcher.fetch(question())).toEqual({ data: {} });
    await slow;
    expect(fetcher.status()[0]).toMatchObject({ breaker: 'closed', failed: 30 });
  });

  it('is one that answers no request', async () => {
    const { fetcher } = await workersAnswering(() => {}, {
      limits: { breakerFailures: 50, deduplicate: false, timeout: 60 },
    });
    await Promise.allSettled(Array.from({ length: 30 }, () => fetcher.fetch(question())));
    expect(fetcher.status()[0]!.breaker).toBe('open');
  });

  it('leaves the breaker of the others closed', async () => {
    const fetcher = fetcherFor(
      { workers: { execute: () => new Promise(() => {}) }, groups: { execute: () => ({ data: {} }) } },
      { limits: { breakerFailures: 50, timeout: 60, deduplicate: false } },
    );
    await Promise.allSettled(Array.from({ length: 20 }, () => fetcher.fetch(question())));
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_OPEN' });
    expect(await fetcher.fetch(question({ subgraph: 'groups' }))).toEqual({ data: {} });
  });
});
