import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { later, NOON, OPERATED, startCachedGraph, type CachedGraph } from './cached-graph.ts';

let graph: CachedGraph;
/** What the other processes of the gateway were told. */
const toldOthers: (readonly string[])[] = [];
beforeAll(async () => {
  // Before the gateway starts, whose parts take the clock once.
  vi.useFakeTimers({ toFake: ['Date'], now: NOON });
  graph = await startCachedGraph(OPERATED, (tags) => void toldOthers.push(tags));
});
afterAll(async () => {
  await graph.stop();
  vi.useRealTimers();
});
beforeEach(() => {
  vi.setSystemTime(NOON);
});
afterEach(async () => {
  graph.down = false;
  graph.gate = Promise.resolve();
  graph.tamper = undefined;
  await invalidate({ all: true });
});

const LIVE = '{ live { by nth } }';
const invalidate = (body: object) => graph.operator('/invalidate', body);

/** @returns how many requests to the subgraph some work takes */
async function askedBy(work: () => Promise<unknown>): Promise<number> {
  const before = graph.asked();
  await work();
  return graph.asked() - before;
}

describe('an answer that may be kept', () => {
  it('is made once while it holds, by either way, and says how long it may be kept', async () => {
    const [first, ...others] = [
      await graph.ask(LIVE),
      await graph.ask(LIVE),
      await graph.ask(LIVE),
      await graph.get(LIVE),
    ];
    expect(new Set([first, ...others].map(({ text }) => text)).size).toBe(1);
    expect(first.headers.get('cache-control')).toBe('max-age=30, public');
    expect(first.headers.get('age')).toBeNull();
    later(10);
    const aged = await graph.ask(LIVE);
    expect([aged.text, aged.headers.get('age')]).toEqual([first.text, '10']);
    later(21);
    expect(await askedBy(() => graph.ask('query Other { live { nth } }'))).toBe(1);
  });

  it('is not one with a field that says nothing, an error, or a person in it, and says no-store', async () => {
    const owner = await graph.bearer('--role', 'agency-owner', '--agency', 'DISNAKER');
    for (const [query, headers] of [
      ['{ unsaid { nth } }', {}],
      ['{ live { nth } unsaid { nth } }', {}],
      ['{ live { thing { id added } } }', {}],
      ['{ live { nth } faulty { nth } }', {}],
      ['{ live { nth } guarded { nth } }', {}],
      ['{ live { nth } person { token } }', owner],
      ['{ live { nth } person { __typename } }', owner],
    ] as const)
      for (let turn = 0; turn < 3; turn++) {
        const reply = await graph.ask(query, headers);
        expect([query, reply.headers.get('cache-control'), reply.headers.get('etag')]).toEqual([
          query,
          'no-store',
          null,
        ]);
      }
    expect(await askedBy(() => graph.ask('{ live { nth } unsaid { nth } }'))).toBe(1);
    expect((await graph.ask('{ live { thing { id } } }')).headers.get('cache-control')).toBe('max-age=30, public');
  });

  it('is not one that is explained, or asked with its plan', async () => {
    const operatorOf = await graph.bearer('--role', 'operator');
    await graph.ask(LIVE, operatorOf);
    for (const extra of [{ 'x-explain': 'true' }, { 'apollo-expose-query-plan': 'true' }] as Record<string, string>[]) {
      const reply = await graph.ask(LIVE, { ...operatorOf, ...extra });
      expect(reply.json.extensions).toHaveProperty(extra['x-explain'] ? 'explain' : 'apolloQueryPlan');
      expect(reply.headers.get('cache-control')).toBe('no-store');
    }
    expect(await askedBy(() => graph.ask(LIVE, { ...operatorOf, 'x-explain': 'true' }))).toBe(1);
  });

  it('counts as any other for the one who asks', async () => {
    const analyst = await graph.bearer('--role', 'analyst');
    await graph.ask(LIVE, analyst);
    const kept = await graph.ask(LIVE, analyst);
    expect(kept.json.extensions.cost).toEqual({ estimated: expect.any(Number), actual: expect.any(Number) });
    // The cost is of this caller: nobody between may keep it for others.
    expect(kept.headers.get('cache-control')).toMatch(/private$/);
  });
});

describe('who is given a kept answer', () => {
  it('is everybody where it is the same for everybody, and subgraphs were asked for nobody', async () => {
    const clerk = await graph.bearer('--role', 'verifier', '--agency', 'DINSOS');
    const first = await graph.ask(LIVE, { ...clerk, 'x-purpose': 'AUDIT' });
    expect(first.json.data.live.by).toMatch(/^public public {3}2026-02 perturbed$/);
    expect((await graph.ask(LIVE)).json.data).toEqual(first.json.data);
  });

  it.each([
    ['Host', { host: 'evil.example' }],
    [
      'forwarded headers',
      { 'x-forwarded-host': 'evil.example', forwarded: 'for=1.2.3.4;host=evil.example', 'x-forwarded-for': '1.2.3.4' },
    ],
    ['Accept', { accept: 'application/graphql-response+json' }],
    [
      'the name of a trace',
      { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: 'evil=1' },
    ],
    ['names of the client', { 'apollographql-client-name': 'evil', 'x-request-id': 'evil-request-1' }],
  ])('does not depend on %s, nor is anything of it kept', async (_what, headers) => {
    const poisoned = await graph.ask(LIVE, headers as unknown as Record<string, string>);
    const next = await graph.ask(LIVE);
    if (poisoned.status === 200) expect(next.json.data).toEqual(poisoned.json.data);
    expect(`${[...next.headers]} ${next.text}`).not.toMatch(/evil|1\.2\.3\.4/);
    expect(next.headers.get('content-type')).toContain('application/json');
  });

  it('is nobody of another role, agency, purpose or account where it depends on the caller', async () => {
    const callers = [
      {},
      await graph.bearer('--role', 'verifier', '--agency', 'DINSOS'),
      await graph.bearer('--role', 'verifier', '--agency', 'DISNAKER'),
      await graph.bearer('--role', 'analyst'),
      { ...(await graph.bearer('--role', 'analyst')), 'x-purpose': 'AUDIT' },
    ];
    const seen = [];
    for (const headers of callers) seen.push((await graph.ask('{ mine { by } }', headers)).json.data.mine.by as string);
    expect(new Set(seen).size).toBe(callers.length);
    const again = [];
    for (const headers of callers)
      again.push((await graph.ask('{ mine { by } }', headers)).json.data.mine.by as string);
    expect(again).toEqual(seen);
    const reply = await graph.ask('{ mine { by } }', callers[1]);
    expect(reply.headers.get('cache-control')).toBe('max-age=30, private');
    expect(reply.headers.get('vary')).toMatch(/authorization/);
  });

  it('is not who may see exact counts, where others were given theirs', async () => {
    const everybody = await graph.ask(LIVE);
    const auditor = await graph.bearer('--role', 'auditor');
    const exact = await graph.ask(LIVE, auditor);
    expect(exact.json.data.live.by).toMatch(/exact$/);
    expect(exact.headers.get('cache-control')).toMatch(/private$/);
    expect((await graph.ask(LIVE)).json.data).toEqual(everybody.json.data);
  });

  it('is nobody of another month', async () => {
    vi.setSystemTime(new Date('2026-03-31T16:59:50Z'));
    const march = await graph.ask('{ long { by } }');
    vi.setSystemTime(new Date('2026-03-31T17:00:02Z'));
    const april = await graph.ask('{ long { by } }');
    expect([march, april].map(({ json }) => /\d{4}-\d{2}/.exec(json.data.long.by as string)![0])).toEqual([
      '2026-02',
      '2026-03',
    ]);
  });

  it('are those whose variables are the same, in whatever order and beside whatever else', async () => {
    const query = 'query Q($of: [Int!], $text: String) { live(of: $of, text: $text) { nth } }';
    const nth = async (variables: object): Promise<number> =>
      (await graph.ask(query, {}, { variables })).json.data.live.nth as number;
    const one = await nth({ of: [1, 2], text: 'a' });
    expect(await nth({ text: 'a', of: [1, 2] })).toBe(one);
    expect(await nth({ text: 'a', of: [1, 2], unknown: { deep: [1] } })).toBe(one);
    for (const variables of [
      { of: [2, 1], text: 'a' },
      { of: [1, 2] },
      { of: [1, 2], text: null },
      { of: [1, 2], text: 'a&of=[1,2]' },
    ])
      expect(await nth(variables)).not.toBe(one);
  });
});

describe('counts of a month that has ended', () => {
  const age = async (argument: string, headers = {}, variables = {}): Promise<string | null> =>
    (
      await graph.ask(`query F${argument.includes('$') ? '($m: String)' : ''} { frozen${argument} { nth } }`, headers, {
        variables,
      })
    ).headers.get('cache-control');

  it('are kept for a day, and others for as long as they say', async () => {
    expect(await age('(month: "2026-02")')).toBe('max-age=86400, public');
    expect(await age('(month: $m)', {}, { m: '2025-07' })).toBe('max-age=86400, public');
    expect(await age('(month: $m)', {}, { m: null })).toBe('max-age=86400, public');
    expect(await age('')).toBe('max-age=86400, public');
    expect(await age('(month: "2026-03")')).toBe('max-age=30, public');
    expect(await age('(month: $m)', {}, { m: '2026-03' })).toBe('max-age=30, public');
  });

  it('are of now for who may see exact counts and names no month, and then not kept', async () => {
    const auditor = await graph.bearer('--role', 'auditor');
    expect(await age('', auditor)).toBe('no-store');
    expect(await age('(month: "2026-02")', auditor)).toBe('max-age=86400, private');
  });

  it('are kept no longer than the month lasts whose last one is meant, and shortly while copies may still be made', async () => {
    vi.setSystemTime(new Date('2026-03-31T16:00:00Z'));
    expect(await age('')).toBe('max-age=3600, public');
    expect(await age('(month: "2026-02")')).toBe('max-age=86400, public');
    vi.setSystemTime(new Date('2026-03-31T18:00:00Z'));
    expect(await age('')).toBe('max-age=30, public');
  });
});

describe('an answer past its time', () => {
  it('is given once more with its age, and with the same bytes, while it is made anew: once, however many ask', async () => {
    const first = await graph.ask(LIVE);
    await graph.ask(LIVE);
    later(40);
    let open = (): void => {};
    graph.gate = new Promise((resolve) => (open = resolve));
    const before = graph.asked();
    const stale = await Promise.all(Array.from({ length: 5 }, () => graph.ask(LIVE)));
    for (const { json, headers } of stale) {
      expect(json).toEqual(first.json);
      expect(['age', 'etag'].map((name) => headers.get(name))).toEqual(['40', first.headers.get('etag')]);
    }
    expect(graph.asked() - before).toBe(1);
    open();
    await vi.waitFor(async () => {
      const fresh = await graph.ask(LIVE);
      expect(fresh.json.extensions).toBeUndefined();
      expect(fresh.json.data.live.nth).toBeGreaterThan(first.json.data.live.nth as number);
    });
    expect(graph.asked() - before).toBe(1);
  });

  it('is marked as soon as it could not be made anew, and no more once it could', async () => {
    const first = await graph.ask(LIVE);
    later(40);
    graph.down = true;
    expect((await graph.ask(LIVE)).json).toEqual(first.json);
    await vi.waitFor(async () =>
      expect((await graph.ask(LIVE)).json).toEqual({
        ...first.json,
        extensions: {
          freshness: { state: 'STALE', because: 'SUBGRAPH_UNAVAILABLE', madeAt: '2026-03-15T03:00:00.000Z', age: 40 },
        },
      }),
    );
    graph.down = false;
    await vi.waitFor(async () => expect((await graph.ask(LIVE)).json).toEqual({ data: expect.anything() }));
  });

  it('is given while a subgraph does not answer, marked, and not any more after CACHE_IF_ERROR', async () => {
    const first = await graph.ask('{ frozen { by nth } }');
    graph.down = true;
    expect((await graph.ask('{ frozen { by nth } }')).json).toEqual(first.json);
    later(86_400 + 120);
    const stale = await graph.ask('{ frozen { by nth } }');
    expect(stale.json.data).toEqual(first.json.data);
    expect(stale.json.errors).toBeUndefined();
    expect(stale.json.extensions.freshness).toMatchObject({
      state: 'STALE',
      because: 'SUBGRAPH_UNAVAILABLE',
      age: 86_520,
    });
    expect(stale.headers.get('age')).toBe('86520');
    later(86_400);
    const gone = await graph.ask('{ frozen { by nth } }');
    expect(gone.json.errors).toHaveLength(1);
    expect(gone.headers.get('cache-control')).toBe('no-store');
  });

  it('is never what was made for a person’s field while the subgraph is down', async () => {
    const owner = await graph.bearer('--role', 'agency-owner', '--agency', 'DISNAKER');
    const seen = await graph.ask('{ person { token } }', owner);
    expect(seen.json.data).toEqual({ person: { token: 'psr_a' } });
    graph.down = true;
    const down = await graph.ask('{ person { token } }', owner);
    expect(down.json.data).toEqual({ person: null });
  });
});

describe('what ends kept answers', () => {
  it('is a mutation, of those with its tag', async () => {
    const [live, long] = [await graph.ask(LIVE), await graph.ask('{ long { nth } }')];
    await graph.ask('mutation { other }');
    expect((await graph.ask(LIVE)).json).toEqual(live.json);
    // They may have begun to make an answer all the same.
    expect(toldOthers.splice(0)).toEqual([[]]);
    await graph.ask('mutation { change }');
    expect(toldOthers.splice(0)).toEqual([['live']]);
    expect((await graph.ask(LIVE)).json).not.toEqual(live.json);
    expect((await graph.ask('{ long { nth } }')).json).toEqual(long.json);
  });

  it('is kept again only a while after a mutation: what it changed may be counted anew after its answer', async () => {
    await graph.ask('mutation { change }');
    const [first, second] = [await graph.ask(LIVE), await graph.ask(LIVE)];
    expect(second.json).not.toEqual(first.json);
    expect(first.headers.get('cache-control')).toBe('no-store');
    later(11);
    const kept = await graph.ask(LIVE);
    expect((await graph.ask(LIVE)).json).toEqual(kept.json);
  });

  it('ends one that is being made meanwhile too', async () => {
    let open = (): void => {};
    graph.gate = new Promise((resolve) => (open = resolve));
    const making = graph.ask(LIVE);
    await vi.waitFor(() => expect(graph.told.at(-1)?.sub).toBe('public'));
    const changing = graph.ask('mutation { change }');
    open();
    const [made] = [await making, await changing];
    expect((await graph.ask(LIVE)).json).not.toEqual(made.json);
  });

  it.each([
    ['an operator’s end', LIVE, () => invalidate({ tags: ['live'] })],
    ['an operator’s end of all', '{ long { nth } }', () => invalidate({ all: true })],
    ['a mutation', '{ live { nth thing { added } } }', () => graph.ask('mutation { change }')],
    ['a mutation without a tag, of what is never kept', '{ unsaid { nth } }', () => graph.ask('mutation { other }')],
    ['what another process has ended', LIVE, () => Promise.resolve(graph.gateway.operated.mutatedElsewhere(['live']))],
  ])('gives nobody who asks after %s what began before it', async (_what, question, change) => {
    later(30);
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const before = graph.asked();
    graph.tamper = (_subgraph, reply) => (JSON.stringify(reply).includes('nth') ? gate.then(() => reply) : reply);
    const making = graph.ask(question);
    await vi.waitFor(() => expect(graph.asked()).toBe(before + 1));
    await change();
    const asked = graph.asked();
    const after = graph.ask(question);
    await vi.waitFor(() => expect(graph.asked()).toBe(asked + 1));
    open();
    expect((await after).json.data).not.toEqual((await making).json.data);
  });

  it('is an operator, by tag or all, who is told how many', async () => {
    later(60);
    const [live, long] = [await graph.ask(LIVE), await graph.ask('{ long { nth } }')];
    expect(await (await invalidate({ tags: ['live'] })).json()).toEqual({ processes: { [process.pid]: { ended: 1 } } });
    expect((await graph.ask(LIVE)).json).not.toEqual(live.json);
    expect((await graph.ask('{ long { nth } }')).json).toEqual(long.json);
    await invalidate({ all: true });
    expect((await graph.ask('{ long { nth } }')).json).not.toEqual(long.json);
  });

  it.each([
    [{ tags: ['lively'] }, 'expected tags of the supergraph (live)'],
    [{ tags: [] }, 'expected {"tags":'],
    [{ tags: 'live' }, 'expected {"tags":'],
    [{ all: false }, 'expected {"tags":'],
    [{}, 'expected {"tags":'],
  ])('is refused for %j', async (body, message) => {
    const reply = await invalidate(body);
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain(JSON.stringify(message).slice(1, -1));
  });

  it('is nobody without the operator’s token', async () => {
    const reply = await fetch(`${graph.gateway.operateUrl}/invalidate`, {
      method: 'POST',
      body: '{"all":true}',
      headers: { 'content-type': 'application/json' },
    });
    expect(reply.status).toBe(401);
  });
});

describe('metrics of kept answers', () => {
  it('tell how operations were answered, and what is kept', async () => {
    later(60);
    const count = async (line: string): Promise<number> => {
      const text = await (await graph.operator('/metrics')).text();
      return Number(
        text
          .split('\n')
          .find((one) => one.startsWith(line))
          ?.split(' ')
          .at(-1) ?? 0,
      );
    };
    const fresh = await count('sigap_cache_answered_total{outcome="fresh"}');
    for (let turn = 0; turn < 3; turn++) await graph.ask(LIVE);
    expect((await count('sigap_cache_answered_total{outcome="fresh"}')) - fresh).toBe(2);
    expect(await count('sigap_cache_answered_total{outcome="made"}')).toBeGreaterThan(0);
    expect(await count('sigap_cache_answers')).toBe(1);
    expect(await count('sigap_cache_bytes')).toBeGreaterThan(50);
  });
});
