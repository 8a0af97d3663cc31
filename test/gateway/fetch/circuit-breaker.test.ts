import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from '../../../gateway/fetch/circuit-breaker.ts';
import { fetcherFor, question, workersAnswering } from './fetcher-under-test.ts';
import { http, json } from './raw-subgraph.ts';

function breakerAt(time: { now: number }, failures = 50) {
  const states: string[] = [];
  const breaker = new CircuitBreaker({ failures, pause: 1_000, clock: () => time.now, changed: (state) => states.push(state) });
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

  it('lets one probe in after the pause: its success closes, its failure doubles the pause up to 30 s', () => {
    const time = { now: 0 };
    const { breaker, states, run } = breakerAt(time);
    run('failed', 20);
    for (const pause of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      expect(breaker.remaining).toBe(pause);
      time.now += pause - 1;
      expect(breaker.enter()).toBeUndefined();
      time.now += 1;
      const probe = breaker.enter()!;
      expect(breaker.state).toBe('half-open');
      expect(breaker.enter()).toBeUndefined();
      breaker.leave(probe, 'failed');
    }
    time.now += 30_000;
    run('healthy');
    expect(breaker.state).toBe('closed');
    expect(states.slice(0, 3)).toEqual(['open', 'half-open', 'open']);
    expect(states.slice(-2)).toEqual(['half-open', 'closed']);
  });

  it('lets the next one probe when a probe was abandoned', () => {
    const time = { now: 0 };
    const { breaker, run } = breakerAt(time);
    run('failed', 20);
    time.now = 1_000;
    run('unknown');
    expect(breaker.refuses).toBe(false);
    run('healthy');
    expect(breaker.state).toBe('closed');
  });

  it('is not moved by a try that began before it opened', () => {
    const time = { now: 0 };
    const { breaker, run } = breakerAt(time);
    const slow = breaker.enter()!;
    run('failed', 20);
    breaker.leave(slow, 'healthy');
    expect(breaker.state).toBe('open');
    time.now = 1_000;
    breaker.enter();
    breaker.leave(slow, 'healthy');
    expect(breaker.state).toBe('half-open');
  });

  it('stays open as long as Retry-After asks, at most 30 s', () => {
    const { breaker } = breakerAt({ now: 0 });
    breaker.leave(breaker.enter()!, 'failed', 5_000, true);
    expect(breaker.remaining).toBe(5_000);
    const other = breakerAt({ now: 0 }).breaker;
    other.leave(other.enter()!, 'failed', 60_000, true);
    expect(other.remaining).toBe(30_000);
  });

  it('never opens above 100 percent', () => {
    const { breaker, run } = breakerAt({ now: 0 }, 101);
    run('failed', 1_000);
    breaker.leave(breaker.enter()!, 'failed', 5_000, true);
    expect(breaker.state).toBe('closed');
  });
});

describe('a subgraph that fails too often', () => {
  it('is not asked until the pause is over, then by one probe, and is told in status and log', async () => {
    const time = { now: 0 };
    const lines: string[] = [];
    let up = false;
    const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(up ? json({ data: {} }) : http(500, 'NIK 3275010101010000')),
      { limits: { breakerFailures: 50, share: false }, clock: () => time.now, lines });
    for (let i = 0; i < 20; i++) await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_OPEN', status: 503, extensions: { subgraph: 'workers', retryAfter: 1 } });
    expect(subgraph.requests).toHaveLength(20);
    expect(fetcher.status()[0]).toMatchObject({ name: 'workers', breaker: 'open', failed: 21, lastFailure: 'SUBGRAPH_OPEN' });
    expect(await fetcher.probe('workers')).toEqual({ name: 'workers', ok: false, code: 'SUBGRAPH_OPEN' });
    [up, time.now] = [true, 1_000];
    expect(await fetcher.probe('workers')).toEqual({ name: 'workers', ok: true });
    expect(fetcher.status()[0]).toMatchObject({ breaker: 'closed', lastFailure: undefined });
    expect(lines.map((line) => (JSON.parse(line) as { state: string }).state)).toEqual(['open', 'half-open', 'closed']);
    expect(lines.join()).not.toContain('3275');
  });

  it('is left alone at once when it answers 503 with Retry-After', async () => {
    const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(http(503, '', ['retry-after: 7'])), { limits: { breakerFailures: 50 }, clock: () => 0 });
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE' });
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_OPEN', extensions: { retryAfter: 7 } });
    expect(subgraph.requests).toHaveLength(1);
  });

  it('is not blamed for callers who ask too much, have no right, or ask a wrong question', async () => {
    const answers = [http(400, ''), http(401, ''), http(200, 'x'.repeat(2_000)), json({ errors: [{ message: 'no' }] })];
    const { fetcher } = await workersAnswering((socket, { number }) => void socket.write(answers[number % answers.length]!), { limits: { breakerFailures: 1, maxResponse: 1_000 } });
    for (let i = 0; i < 40; i++) await fetcher.fetch(question()).catch(() => {});
    expect(fetcher.status()[0]!.breaker).toBe('closed');
  });

  it('is not blamed for impatient callers', async () => {
    const { fetcher } = await workersAnswering(() => {}, { limits: { breakerFailures: 1, share: false } });
    await Promise.allSettled(Array.from({ length: 30 }, () => fetcher.fetch(question({ deadline: performance.now() + 30 }))));
    await expect.poll(() => fetcher.status()[0]).toMatchObject({ breaker: 'closed', failed: 30, active: 0 });
  });

  it('is blamed for its silence', async () => {
    const { fetcher } = await workersAnswering(() => {}, { limits: { breakerFailures: 50, share: false, timeout: 60 } });
    await Promise.allSettled(Array.from({ length: 30 }, () => fetcher.fetch(question())));
    expect(fetcher.status()[0]!.breaker).toBe('open');
  });

  it('leaves the breaker of the others closed', async () => {
    const fetcher = fetcherFor({ workers: { execute: () => { throw new Error('down'); } }, groups: { execute: () => ({ data: {} }) } }, { limits: { breakerFailures: 50 } });
    for (let i = 0; i < 20; i++) await fetcher.fetch(question()).catch(() => {});
    await expect(fetcher.fetch(question())).rejects.toMatchObject({ code: 'SUBGRAPH_OPEN' });
    expect(await fetcher.fetch(question({ subgraph: 'groups' }))).toEqual({ data: {} });
  });
});
