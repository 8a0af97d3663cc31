import { describe, expect, it } from 'vitest';
import { SliceScheduler, TimeSlices } from '../../base/time-slices.ts';
import { gateLimits } from '../../gateway/gateway-http.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { LARGE_ANSWER_BYTES, ASSUMED_ANSWER_BYTES, WorkGate, type GateLimits } from '../../gateway/work-gate.ts';

const LIMITS: GateLimits = { requests: 1_000, large: 2, bytes: 10_000_000, queue: 100, wait: 60_000 };
const gateOf = (limits: Partial<GateLimits> = {}): WorkGate => new WorkGate({ ...LIMITS, ...limits });
const NOTHING = { requests: 0, large: 0, bytes: 0 };
const HEAVY = {};
const LIGHT = {};

/** A request that has come as far as making its answer. */
function begun(gate: WorkGate, operation: object, client: string, order: string[] = [], name = client) {
  const place = gate.enter();
  const made = Promise.resolve(place.startAnswer(operation, client)).then(() => void order.push(name));
  return { place, made };
}
const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what is under way', () => {
  it('is bounded: one request more is refused, and says when to come again', () => {
    const gate = gateOf({ requests: 3 });
    const places = [gate.enter(), gate.enter(), gate.enter()];
    expect(() => gate.enter()).toThrow(
      expect.objectContaining({
        code: 'OVERLOADED',
        status: 503,
        extensions: { code: 'OVERLOADED', retryAfter: 1 },
      }) as Error,
    );
    places[0]!.leave();
    places[0]!.leave();
    gate.enter();
    expect(() => gate.enter()).toThrow();
  });

  it('counts the bytes of large answers that are being made, and gives them back however a request ends', async () => {
    const gate = gateOf();
    gate.weights.set(HEAVY, 1_000_000);
    const ended = begun(gate, HEAVY, 'a');
    const failed = begun(gate, {}, 'b');
    await Promise.all([ended.made, failed.made]);
    expect(gate.now).toEqual({ requests: 2, large: 2, bytes: 1_000_000 + ASSUMED_ANSWER_BYTES });
    expect(ended.place.finishAnswer(2_000_000)).toBe(true);
    failed.place.leave();
    // It is made, and nobody has taken it yet.
    expect(gate.now).toEqual({ requests: 0, large: 0, bytes: 2_000_000 });
    ended.place.leave();
    expect(gate.now).toEqual(NOTHING);
    expect(gate.weights.get(HEAVY)).toBe(2_000_000);
  });

  it('does not take an operation for light because one of its answers was', () => {
    const gate = gateOf();
    for (const bytes of [1_000_000, 10]) {
      const { place } = begun(gate, HEAVY, 'a');
      place.finishAnswer(bytes);
      place.leave();
    }
    expect(gate.weights.get(HEAVY)).toBe(500_000);
    for (let n = 0; n < 4; n++) begun(gate, HEAVY, 'a').place.finishAnswer(10);
    expect(gate.weights.get(HEAVY)).toBeLessThan(LARGE_ANSWER_BYTES);
  });

  it('lets small answers pass large ones that wait', async () => {
    const gate = gateOf({ large: 1 });
    gate.weights.set(LIGHT, LARGE_ANSWER_BYTES - 1);
    const order: string[] = [];
    const heavy = Array.from({ length: 10 }, (_, n) => begun(gate, HEAVY, 'a', order, `heavy${n}`));
    await begun(gate, LIGHT, 'a', order, 'light').made;
    expect(order).toEqual(['heavy0', 'light']);
    for (const { made, place } of heavy) {
      await made;
      place.leave();
    }
    expect(gate.now.large).toBe(0);
  });

  it('lets clients take turns: a hundred large answers of one do not hold up another for more than one of them', async () => {
    const gate = gateOf({ large: 1 });
    const order: string[] = [];
    const requests = Array.from({ length: 100 }, (_, n) => begun(gate, HEAVY, 'a', order, `a${n}`));
    requests.splice(2, 0, begun(gate, HEAVY, 'b', order));
    for (const { made, place } of requests) {
      await made;
      place.leave();
    }
    expect(order.indexOf('b')).toBeLessThanOrEqual(2);
    expect(order).toHaveLength(101);
  });

  it('leaves half of the requests under way to small answers, however many large ones wait', () => {
    expect(gateLimits(gatewayDefaults({ maxRequests: 40 }), false)).toMatchObject({ requests: 40, queue: 20 });
  });

  it('refuses the newest of whom most wait when too many do, and whoever waits too long', async () => {
    const gate = gateOf({ large: 1, queue: 2, wait: 20 });
    const first = begun(gate, HEAVY, 'a');
    const codes = ['a', 'a', 'b'].map((client) =>
      begun(gate, HEAVY, client).made.then(
        () => 'made',
        (thrown: { code: string; message: string }) => `${thrown.code} ${thrown.message.split(': ')[1]}`,
      ),
    );
    await first.made;
    expect(await codes[1]).toBe('OVERLOADED 2 large answers wait');
    expect(await Promise.all([codes[0], codes[2]])).toEqual([
      'OVERLOADED expected its turn within 20 ms',
      'OVERLOADED expected its turn within 20 ms',
    ]);
    expect(gate.waiting).toBe(0);
  });

  it('gives no turn to a request that nobody waits for any more', async () => {
    const gate = gateOf({ large: 1 });
    const first = begun(gate, HEAVY, 'a');
    const gone = { aborted: false };
    const left = Promise.resolve(gate.enter().startAnswer(HEAVY, 'b', gone)).catch(
      (thrown: { code: string }) => thrown.code,
    );
    const next = begun(gate, HEAVY, 'c');
    await first.made;
    gone.aborted = true;
    first.place.leave();
    expect(await left).toBe('REQUEST_ABANDONED');
    await next.made;
  });

  it('leaves a place to others, however long one client holds its own', async () => {
    const gate = gateOf({ large: 4 });
    // Operations that nobody has asked before, whose subgraph does not answer.
    for (let n = 0; n < 8; n++) void begun(gate, {}, 'greedy');
    expect(gate.now.large).toBe(3);
    await expect(begun(gate, {}, 'innocent').made).resolves.toBeUndefined();
    // Their share is no share of the whole line: who comes next passes those who wait for their own.
    expect(gate.waiting).toBe(5);
  });

  it('lends the place of whoever waits for a subgraph, and gives it back before whoever is new', async () => {
    const gate = gateOf({ large: 1, wait: 50, lent: 2 });
    const order: string[] = [];
    const slow = begun(gate, {}, 'a', order, 'slow');
    const next = begun(gate, {}, 'b', order, 'next');
    await next.made;
    expect(gate.lent).toBe(1);
    const [back, last] = [
      Promise.resolve(slow.place.resume()).then(() => void order.push('slow is back')),
      begun(gate, {}, 'c', order, 'last'),
    ];
    next.place.leave();
    await back;
    slow.place.leave();
    await last.made;
    expect(order).toEqual(['slow', 'next', 'slow is back', 'last']);
    last.place.leave();
    expect([gate.now, gate.lent, gate.waiting]).toEqual([NOTHING, 0, 0]);
  });

  it('lends no more than it may, and takes back what was lent however the request ends', async () => {
    const gate = gateOf({ large: 1, wait: 50, lent: 1 });
    const slow = [begun(gate, {}, 'a'), begun(gate, {}, 'b'), begun(gate, {}, 'c')];
    await slow[1]!.made;
    await expect(slow[2]!.made).rejects.toMatchObject({ code: 'OVERLOADED' });
    for (const { place } of slow) place.leave();
    expect([gate.now, gate.lent]).toEqual([NOTHING, 0]);
  });

  it('counts answers that a client does not take, and makes that client wait with whatever else they ask', async () => {
    const gate = gateOf({ large: 8, bytes: 1_000_000, wait: 20 });
    gate.weights.set(LIGHT, 100);
    const untaken = begun(gate, LIGHT, 'a');
    await untaken.made;
    expect(untaken.place.finishAnswer(600_000)).toBe(true);
    gate.weights.set(LIGHT, 100);
    await expect(begun(gate, LIGHT, 'a').made).rejects.toMatchObject({ code: 'OVERLOADED' });
    await begun(gate, LIGHT, 'b').made;
    await begun(gate, HEAVY, 'b').made;
    untaken.place.leave();
    await begun(gate, LIGHT, 'a').made;
  });
});

describe('long work of many requests', () => {
  it('has one time slice each time the loop comes round, clients in turn', async () => {
    const scheduler = new SliceScheduler();
    const order: string[] = [];
    const work = async (client: string): Promise<void> => {
      const slices = new TimeSlices(scheduler, undefined, client);
      for (let step = 0; step < 3; step++) {
        await slices.next();
        order.push(client);
      }
    };
    const all = [...Array.from({ length: 20 }, () => work('a')), work('b')];
    let most = 0;
    for (let before = 0; order.length < 63; before = order.length) {
      await turnOfTheLoop();
      most = Math.max(most, order.length - before);
    }
    await Promise.all(all);
    expect(most).toBe(1);
    expect(order.indexOf('b')).toBeLessThanOrEqual(1);
    expect(order.lastIndexOf('b')).toBeLessThanOrEqual(5);
  });

  it('shares its first time slice with what begins in the same round', async () => {
    const scheduler = new SliceScheduler();
    const first = new TimeSlices(scheduler);
    while (!first.over);
    expect(new TimeSlices(scheduler).over).toBe(true);
    await turnOfTheLoop();
    expect(new TimeSlices(scheduler).over).toBe(false);
  });
});
