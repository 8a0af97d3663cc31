import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createBudgets, type Budgets, type Spender } from '../../../../gateway/guard/limits/budgets.ts';
import { clientKeys, networkOf } from '../../../../gateway/guard/limits/client-key.ts';
import type { Counters } from '../../../../gateway/guard/limits/counter.ts';
import { memoryCounters, redisCounters } from '../../../../gateway/guard/limits/open-counters.ts';
import { memoryCounter } from '../../../../gateway/guard/limits/memory-counter.ts';
import { freePort } from '../../../support/free-port.ts';

const spender = (id: string, more: Partial<Spender['budget']> = {}): Spender => ({
  id,
  kind: id === 'public' ? 'public' : 'user',
  budget: { requestsPerMinute: 3, costPerRequest: 60, costPerMinute: 100, personsPerMinute: 10, ...more },
});
const estimate = (cost: number, persons = 0) => ({ cost, persons });
/** A refusal that is thrown at once becomes a rejection, as in the pipeline. */
const budgetsOf = (counters: Counters, redisUrl?: string) => {
  const budgets = createBudgets(counters, clientKeys(redisUrl));
  return {
    countRequest: async (...request: Parameters<Budgets['countRequest']>) => budgets.countRequest(...request),
    reserve: async (...request: Parameters<Budgets['reserve']>) => budgets.reserve(...request),
  };
};
const code = (name: string) => expect.objectContaining({ code: name });

/** The same cases over each way of counting. */
function cases(open: () => Counters): void {
  let counters: Counters;
  beforeAll(() => void (counters = open()));
  afterAll(() => counters.close());
  const budgets = () => budgetsOf(counters);
  const fresh = (() => {
    let count = 0;
    return (more = {}) => spender(`user:${Date.now()}-${count++}`, more);
  })();

  it('accepts as many requests a minute as the budget allows, and reports when to retry', async () => {
    const one = fresh();
    for (let i = 0; i < 3; i += 1) await budgets().countRequest(one, '');
    const refused = await budgets()
      .countRequest(one, '')
      .catch((thrown: { code: string; status: number; extensions: { retryAfter: number } }) => thrown);
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', status: 429 });
    expect(refused!.extensions.retryAfter).toBeGreaterThan(50);
    expect(refused!.extensions.retryAfter).toBeLessThanOrEqual(60);
    await budgets().countRequest(fresh(), '');
  });

  it('refuses one request that is too expensive, whatever is left of the minute', async () => {
    await expect(budgets().reserve(fresh(), '', estimate(61))).rejects.toThrow(code('COST_TOO_HIGH'));
    for (const cost of [Infinity, 1e300, NaN])
      await expect(budgets().reserve(fresh(), '', estimate(cost))).rejects.toThrow(code('COST_TOO_HIGH'));
  });

  it('reserves the estimate while an operation runs, and gives back what was not used', async () => {
    const one = fresh();
    const refund = await budgets().reserve(one, '', estimate(60, 5));
    await expect(budgets().reserve(one, '', estimate(60))).rejects.toThrow(code('COST_BUDGET_SPENT'));
    await refund(estimate(20, 1));
    await (
      await budgets().reserve(one, '', estimate(60, 9))
    )();
    await (
      await budgets().reserve(one, '', estimate(60, 9))
    )(estimate(60, 9));
    await expect(budgets().reserve(one, '', estimate(30))).rejects.toThrow(code('COST_BUDGET_SPENT'));
    await expect(budgets().reserve(one, '', estimate(0, 1))).rejects.toThrow(code('PERSONS_BUDGET_SPENT'));
  });

  it('does not advise waiting where waiting never helps', async () => {
    await expect(budgets().reserve(fresh(), '', estimate(1, 11))).rejects.toMatchObject({
      code: 'PERSONS_TOO_MANY',
      status: 403,
    });
    await expect(budgets().reserve(fresh({ personsPerMinute: 0 }), '', estimate(1, 1))).rejects.toThrow(
      code('PERSONS_TOO_MANY'),
    );
    await expect(budgets().reserve(fresh({ costPerMinute: 50 }), '', estimate(51))).rejects.toThrow(
      code('COST_TOO_HIGH'),
    );
  });

  it('takes nothing when it refuses', async () => {
    const one = fresh();
    await budgets().reserve(one, '', estimate(0, 4));
    for (let i = 0; i < 5; i += 1)
      await expect(budgets().reserve(one, '', estimate(60, 7))).rejects.toThrow(code('PERSONS_BUDGET_SPENT'));
    await budgets().reserve(one, '', estimate(60, 6));
  });

  it('lets a hundred simultaneous requests take no more than the budget', async () => {
    const one = fresh();
    const tried = await Promise.allSettled(Array.from({ length: 100 }, () => budgets().reserve(one, '', estimate(10))));
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  it('throttles trying one person after the other', async () => {
    const one = fresh({ costPerMinute: 1_000 });
    let accepted = 0;
    while (
      await budgets()
        .reserve(one, '', estimate(1, 1))
        .then(
          async (refund) => (await refund(estimate(1, 1)), true),
          () => false,
        )
    )
      accepted += 1;
    expect(accepted).toBe(10);
  });
}

describe('budgets counted in this process', () => cases(memoryCounters));

describe('windows in this process', () => {
  function setUp() {
    const clock = { now: 1_000 };
    return { clock, counter: memoryCounter(60_000, () => clock.now) };
  }

  it("begin with a client's first use and end a minute later, whatever others do", () => {
    const { clock, counter } = setUp();
    expect(counter.add('a', 2)).toEqual({ total: 2, left: 60_000 });
    clock.now += 59_999;
    expect(counter.add('b', 1)).toEqual({ total: 1, left: 60_000 });
    expect(counter.add('a', 3)).toEqual({ total: 5, left: 1 });
    clock.now += 1;
    expect(counter.add('a', 1)).toEqual({ total: 1, left: 60_000 });
    expect(counter.add('b', 1)).toEqual({ total: 2, left: 59_999 });
  });

  it('subtract what is given back, in the same window', () => {
    const { counter } = setUp();
    counter.add('a', 10);
    expect(counter.add('a', -4)).toEqual({ total: 6, left: 60_000 });
  });

  it('are forgotten after their end, also when no request follows a flood of clients', () => {
    vi.useFakeTimers();
    try {
      const counter = memoryCounter(60_000);
      for (let i = 0; i < 1_000; i += 1) counter.add(`flood ${i}`, 1);
      vi.advanceTimersByTime(30_000);
      counter.add('later', 1);
      expect(counter.size).toBe(1_001);
      vi.advanceTimersByTime(31_000);
      expect([counter.size, counter.add('later', 1).total]).toEqual([1, 2]);
      vi.advanceTimersByTime(30_000);
      expect([counter.size, vi.getTimerCount()]).toEqual([0, 0]);
      expect(counter.add('flood 0', 1).total).toBe(1);
      counter.close();
      expect([counter.size, vi.getTimerCount()]).toEqual([0, 0]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('are bounded in number: the one that ends soonest is forgotten', () => {
    const clock = { now: 1_000 };
    const counter = memoryCounter(60_000, () => clock.now, 3);
    for (const client of ['a', 'b', 'c', 'd']) {
      clock.now += 1;
      counter.add(client, 5);
    }
    expect(counter.size).toBe(3);
    expect(['b', 'c', 'd'].map((client) => counter.add(client, 1).total)).toEqual([6, 6, 6]);
    expect([counter.add('a', 1).total, counter.size]).toEqual([1, 3]);
  });

  it('of two clients are never mixed up', () => {
    const budgets = createBudgets(memoryCounters(), clientKeys(undefined));
    const [one, other] = [spender('user:one'), spender('user:other')];
    for (let i = 0; i < 3; i += 1) void budgets.countRequest(one, '10.0.0.1');
    expect(() => budgets.countRequest(one, '10.0.0.2')).toThrow(code('RATE_LIMITED'));
    expect(budgets.countRequest(other, '10.0.0.1')).toBeUndefined();
    for (let i = 0; i < 3; i += 1) void budgets.countRequest(spender('public'), '10.0.0.1');
    expect(() => budgets.countRequest(spender('public'), '10.0.0.1')).toThrow(code('RATE_LIMITED'));
    expect(budgets.countRequest(spender('public'), '10.0.0.2')).toBeUndefined();
  });
});

const redisServer = spawnSync('redis-server', ['--version']).status === 0;
describe.skipIf(!redisServer)('budgets counted in Redis (needs redis-server in PATH)', () => {
  let server: ReturnType<typeof spawn>;
  let port = 0;
  beforeAll(async () => {
    port = await freePort();
    server = spawn('redis-server', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise<void>((resolve) =>
      server.stdout!.on('data', (chunk: Buffer) => chunk.includes('Ready to accept') && resolve()),
    );
  });
  afterAll(() => void server.kill());
  cases(() => redisCounters(`redis://127.0.0.1:${port}`, () => {}));

  it('are counted here while Redis is frozen, where none but the first waits for it, and together again afterwards', async () => {
    const failures: unknown[] = [];
    const counters = redisCounters(`redis://127.0.0.1:${port}`, (thrown) => failures.push(thrown));
    onTestFinished(() => counters.close());
    const total = async () => (await counters.requests.add('frozen', 1)).total;
    const connected = async () => {
      await counters.requests.add('connected', 1);
      return counters.areApart!();
    };
    await expect.poll(connected).toBe(false);
    const [before, reported] = [await total(), failures.length];
    server.kill('SIGSTOP');
    onTestFinished(() => void server.kill('SIGCONT'));
    expect([await total(), counters.areApart!(), failures.length]).toEqual([1, true, reported + 1]);
    const next = vi.fn();
    void total().then(next);
    await new Promise((resolve) => setImmediate(resolve));
    expect(next).toHaveBeenCalledWith(2);
    server.kill('SIGCONT');
    await expect
      .poll(async () => [(await total()) > before, counters.areApart!()], { timeout: 10_000 })
      .toEqual([true, false]);
    // Those of the time that was frozen were counted here.
    expect(await total()).toBeLessThan(before + 100);
  });

  it('are shared by two gateways', async () => {
    const [one, two] = [
      redisCounters(`redis://127.0.0.1:${port}`, () => {}),
      redisCounters(`redis://127.0.0.1:${port}`, () => {}),
    ];
    const who = spender('user:shared');
    await expect
      .poll(() =>
        budgetsOf(one, 'redis://s')
          .reserve(who, '', estimate(60))
          .then(
            () => 'ok',
            (thrown: { code: string }) => thrown.code,
          ),
      )
      .toBe('ok');
    await expect
      .poll(() =>
        budgetsOf(two, 'redis://s')
          .reserve(who, '', estimate(60))
          .then(
            () => 'ok',
            (thrown: { code: string }) => thrown.code,
          ),
      )
      .toBe('COST_BUDGET_SPENT');
    await Promise.all([one.close(), two.close()]);
  });
});

describe('budgets while Redis is down', () => {
  let failures = 0;
  cases(() => redisCounters('redis://127.0.0.1:1', () => (failures += 1)));
  it('report that this gateway counts alone', () => expect.poll(() => failures).toBeGreaterThan(0));
});

describe('a client', () => {
  it('is a network where nobody is identified, and has no name in a shared store', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::9'));
    expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
    expect(networkOf('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0');
    expect(networkOf('::1')).toBe('0:0:0:0');
    for (const url of [undefined, 'redis://:pw@db']) {
      const keyOf = clientKeys(url);
      expect(keyOf(spender('public'), '10.0.0.1')).not.toBe(keyOf(spender('public'), '10.0.0.2'));
      expect(keyOf(spender('public'), '10.0.0.1')).toBe(keyOf(spender('public'), '::ffff:10.0.0.1'));
      expect(keyOf(spender('user:a'), '10.0.0.1')).toBe(keyOf(spender('user:a'), '10.0.0.2'));
      expect(keyOf(spender('address:10.0.0.1'), '')).not.toBe(keyOf(spender('user:a'), '10.0.0.1'));
    }
    const shared = clientKeys('redis://:pw@db');
    expect(shared(spender('user:siti'), '')).toMatch(/^[\w-]{22}$/);
    expect(shared(spender('public'), '10.0.0.1')).toMatch(/^[\w-]{22}$/);
    expect(shared(spender('user:siti'), '')).toBe(clientKeys('redis://:pw@db')(spender('user:siti'), ''));
    expect(shared(spender('user:siti'), '')).not.toBe(clientKeys('redis://:other@db')(spender('user:siti'), ''));
  });
});
