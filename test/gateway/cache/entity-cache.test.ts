import type { GraphQLFormattedError } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { later, NOON, OPERATED, startGatewayOver, type CachedGraph } from './cached-graph.ts';
import { setSize, SUBGRAPHS, things } from './entity-subgraphs.ts';

// A test that is given up on a busy machine would go on asking while the next one counts.
vi.setConfig({ testTimeout: 60_000 });

let graph: CachedGraph;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON });
  graph = await startGatewayOver(SUBGRAPHS, OPERATED);
});
afterAll(async () => {
  await graph.stop();
  vi.useRealTimers();
});
let turn = 0;
beforeEach(() => {
  // A mutation of one test is long past in the next.
  vi.setSystemTime(NOON.getTime() + 60_000 * turn++);
});
afterEach(async () => {
  graph.down = false;
  graph.tamper = undefined;
  setSize(1);
  await invalidate({ all: true });
});

const invalidate = (body: object) => graph.operator('/invalidate', body);
const COUNTED = 'query ($from: Int!, $to: Int!) { things(from: $from, to: $to) { id counted } }';
const counted = (from: number, to: number, headers = {}) => graph.ask(COUNTED, headers, { variables: { from, to } });

/** @returns the entities that some work asks of the subgraph of counts, a list for each request */
async function askedBy(work: () => Promise<unknown>): Promise<(readonly string[])[]> {
  const before = graph.requests.length;
  await work();
  return (
    graph.requests
      .slice(before)
      // The gateway also looks whether it is there.
      .filter(({ subgraph, query }) => subgraph === 'counts' && query.includes('_entities'))
      .map(({ entities }) => entities)
  );
}
type Thing = Record<string, unknown> & { id: string };
const thingsOf = ({ json }: { json: { data: { things: Thing[] } } }): Thing[] => json.data.things;

describe('entities that may be kept', () => {
  it('are asked for once: of a hundred of which sixty are known, forty are', async () => {
    const known = thingsOf(await counted(20, 80));
    let all: Thing[] = [];
    const asked = await askedBy(async () => (all = thingsOf(await counted(0, 100))));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toEqual([...things(0, 20), ...things(80, 100)].map(({ id }) => id));
    expect(all.map(({ id }) => id)).toEqual(things(0, 100).map(({ id }) => id));
    expect(all.slice(20, 80)).toEqual(known);
    expect(new Set(all.map(({ counted: count }) => count)).size).toBe(100);
    expect(await askedBy(() => counted(0, 100))).toEqual([]);
    later(31);
    expect((await askedBy(() => counted(0, 5)))[0]).toHaveLength(5);
  });

  it('are shared by operations of other names and with other fields beside them', async () => {
    const [first] = thingsOf(await counted(0, 1));
    const other = await graph.ask('query Other { things(to: 1) { counted id } one(id: "t0") { id counted } }');
    expect(other.json.data.one).toEqual(first);
    expect(other.json.data.things).toEqual([first]);
  });

  it('are written as they came, whatever their characters', async () => {
    const named = async () => (await graph.ask('{ things { named } }')).text;
    const first = await named();
    expect(first).toContain('t0 \\"quoted\\"');
    expect(await named()).toBe(first);
    expect(await askedBy(named)).toEqual([]);
  });

  it('are of one selection, of the same variables, and of what is required of another subgraph', async () => {
    const query = 'query ($of: String) { things(to: 1) { counted(of: $of) } }';
    const of = async (value?: string) => (await graph.ask(query, {}, { variables: { of: value } })).text;
    const [a, b] = [await of('a'), await of('b')];
    expect(a).not.toBe(b);
    expect([await of('a'), await of('b')]).toEqual([a, b]);
    const doubled = async () => (await graph.ask('{ things(to: 1) { doubled } }')).json.data.things;
    expect(await doubled()).toEqual([{ doubled: 2 }]);
    setSize(7);
    expect(await doubled()).toEqual([{ doubled: 14 }]);
  });

  it('are not those with a field that says nothing, or holds as long as an object that is not there', async () => {
    for (const field of ['unsaid', 'part { text }', 'counted unsaid']) {
      const ask = () => graph.ask(`{ things { ${field} } }`);
      await ask();
      expect([field, await askedBy(ask)]).toEqual([field, [['t0', 't1', 't2']]]);
    }
    const whole = () => graph.ask('{ things { whole { text } } }');
    await whole();
    expect(await askedBy(whole)).toEqual([]);
  });

  it('are not a person’s, whatever its fields say', async () => {
    const owner = await graph.bearer('--role', 'agency-owner', '--agency', 'DISNAKER');
    const ask = () => graph.ask('{ people { visits } }', owner);
    const first = await ask();
    expect(first.json.data.people[0].visits).toEqual(expect.any(Number));
    expect(await askedBy(ask)).toEqual([['psr_a']]);
    graph.down = 'counts';
    expect((await ask()).json.data.people).toEqual([{ visits: null }]);
  });

  it('are not asked for by a mutation, nor where the answer is explained', async () => {
    await graph.ask('{ one(id: "t0") { named } }');
    expect(await askedBy(() => graph.ask('{ one(id: "t0") { named } }'))).toEqual([]);
    const operatorOf = await graph.bearer('--role', 'operator');
    expect(
      await askedBy(() => graph.ask('{ one(id: "t0") { named } }', { ...operatorOf, 'x-explain': 'true' })),
    ).toEqual([['t0']]);
    expect(await askedBy(() => graph.ask('mutation { changed { named } }'))).toEqual([['t0']]);
  });

  it('hold in an answer that is kept no longer than by themselves', async () => {
    await graph.ask('{ things { by } }');
    later(20);
    const made = await graph.ask('{ keptThings { by } }');
    expect(made.headers.get('cache-control')).toBe('max-age=10, public');
    later(11);
    // Past its time, it is being made anew.
    expect((await graph.ask('{ keptThings { by } }')).headers.get('age')).toBe('11');
  });
});

describe('an entity that did not come whole', () => {
  it('is not kept: one that is null, or has an error', async () => {
    for (const id of ['none', 'bad']) {
      const ask = () => graph.ask('query ($id: ID!) { one(id: $id) { id counted } }', {}, { variables: { id } });
      const first = await ask();
      expect(await askedBy(ask)).toEqual([[id]]);
      expect((await ask()).json).toEqual(first.json);
    }
  });

  it('keeps the place of its error among those that are known', async () => {
    await graph.ask('{ a: one(id: "t0") { counted } c: one(id: "t2") { counted } }');
    const query = '{ a: one(id: "t0") { counted } b: one(id: "bad") { counted } c: one(id: "t2") { counted } }';
    let reply: { json: { data: unknown; errors: GraphQLFormattedError[] } };
    const asked = await askedBy(async () => (reply = await graph.ask(query)));
    expect(asked).toEqual([['bad']]);
    const { data, errors } = reply!.json;
    expect(data).toEqual({
      a: { counted: expect.any(Number) },
      b: { counted: null },
      c: { counted: expect.any(Number) },
    });
    expect(errors.map(({ path }) => path)).toEqual([['b', 'counted']]);
  });

  it.each([
    ['another list', (list: object[]) => list.slice(1), 'ENTITIES_MISFIT'],
    ['as many as there are in all', (list: object[]) => [...list, ...list, {}], 'ENTITIES_MISFIT'],
    ['a value of another kind', (list: object[]) => list.map(() => ({ counted: 'many' })), 'BAD_SUBGRAPH_VALUE'],
  ])('is not kept where the subgraph answers with %s', async (_what, change, code) => {
    await counted(0, 3);
    graph.tamper = (_subgraph, reply: { data: { _entities?: object[] } }) =>
      reply.data._entities === undefined ? reply : { data: { _entities: change(reply.data._entities) } };
    const wrong = await counted(0, 5);
    expect(wrong.json.errors[0].extensions.code).toBe(code);
    graph.tamper = undefined;
    let right: Thing[] = [];
    expect(await askedBy(async () => (right = thingsOf(await counted(0, 5))))).toEqual([['t3', 't4']]);
    expect(right.every(({ counted: count }) => typeof count === 'number')).toBe(true);
  });
});

describe('who is given a kept entity', () => {
  const by = async (field: string, headers: Record<string, string> = {}): Promise<string> => {
    const { json } = await graph.ask(`{ things(to: 1) { id ${field} } }`, headers);
    return String(thingsOf({ json })[0]![field]);
  };

  it('is everybody where it is the same for everybody, and the subgraph was asked for nobody', async () => {
    const clerk = await graph.bearer('--role', 'verifier', '--agency', 'DINSOS');
    expect(await by('by', { ...clerk, 'x-purpose': 'AUDIT' })).toMatch(/^public public {3}2026-02 perturbed$/);
    expect(await askedBy(() => by('by'))).toEqual([]);
  });

  it.each([
    ['Host', { host: 'evil.example' }],
    [
      'forwarded headers',
      { 'x-forwarded-host': 'evil.example', forwarded: 'for=1.2.3.4', 'x-forwarded-for': '1.2.3.4' },
    ],
    ['Accept', { accept: 'application/graphql-response+json' }],
    ['the name of a trace', { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' }],
    ['names of the client', { 'apollographql-client-name': 'evil', 'x-request-id': 'evil-request-1' }],
  ])('does not depend on %s, nor is anything of it kept', async (_what, headers) => {
    await graph.ask('{ things(to: 1) { id by } }', headers as unknown as Record<string, string>);
    expect(await askedBy(() => by('by'))).toEqual([]);
    expect(await by('by')).not.toMatch(/evil|1\.2\.3\.4/);
  });

  it.each(['mine', 'by'])('is nobody of another role, agency, purpose or account, by the field %s', async (field) => {
    const auditor = await graph.bearer('--role', 'auditor');
    const callers =
      field === 'mine'
        ? [
            {},
            await graph.bearer('--role', 'verifier', '--agency', 'DINSOS'),
            await graph.bearer('--role', 'verifier', '--agency', 'DISNAKER'),
            await graph.bearer('--role', 'analyst'),
            { ...(await graph.bearer('--role', 'analyst')), 'x-purpose': 'AUDIT' },
            auditor,
          ]
        : // Who may see exact counts sees other numbers than everybody.
          [{}, auditor, { ...auditor, 'x-purpose': 'AUDIT' }];
    const seen: string[] = [];
    for (const headers of callers) seen.push(await by(field, headers as Record<string, string>));
    expect(new Set(seen).size).toBe(callers.length);
    const again: string[] = [];
    const asked = await askedBy(async () => {
      for (const headers of callers) again.push(await by(field, headers as Record<string, string>));
    });
    expect([again, asked]).toEqual([seen, []]);
  });

  it('is nobody without the right to the field', async () => {
    const officer = await graph.bearer('--role', 'finance', '--agency', 'BPKAD');
    expect(await by('guarded', officer)).toMatch(/BPKAD/);
    graph.down = 'counts';
    expect(await by('guarded', officer)).toMatch(/BPKAD/);
    const { json } = await graph.ask('{ things(to: 1) { guarded } }');
    expect(json.data.things).toEqual([{ guarded: null }]);
  });

  it('is nobody of another month', async () => {
    vi.setSystemTime(new Date('2026-03-31T16:59:50Z'));
    const march = await by('by');
    vi.setSystemTime(new Date('2026-03-31T17:00:02Z'));
    expect([march, await by('by')].map((text) => /\d{4}-\d{2}/.exec(text)![0])).toEqual(['2026-02', '2026-03']);
  });

  it('is given for a day where it is of a month that has ended, and not at all where an exact count is of now', async () => {
    const ask = (headers = {}) => graph.ask('{ things { frozen } }', headers);
    await ask();
    later(80_000);
    expect(await askedBy(ask)).toEqual([]);
    const auditor = await graph.bearer('--role', 'auditor');
    await ask(auditor);
    expect(await askedBy(() => ask(auditor))).toEqual([['t0', 't1', 't2']]);
  });
});

describe('what ends kept entities', () => {
  it('is a mutation, of those with its tag, of which none is kept for ten seconds', async () => {
    await counted(0, 3);
    await graph.ask('{ things { named } }');
    await graph.ask('mutation { other }');
    expect(await askedBy(() => counted(0, 3))).toEqual([]);
    await graph.ask('mutation { change }');
    expect(await askedBy(() => counted(0, 3))).toEqual([['t0', 't1', 't2']]);
    expect(await askedBy(() => counted(0, 3))).toEqual([['t0', 't1', 't2']]);
    expect(await askedBy(() => graph.ask('{ things { named } }'))).toEqual([]);
    later(11);
    await counted(0, 3);
    expect(await askedBy(() => counted(0, 3))).toEqual([]);
  });

  it('ends those that are on their way too', async () => {
    let open = (): void => {};
    const before = graph.requests.length;
    const gate = new Promise<void>((resolve) => (open = resolve));
    graph.tamper = (subgraph, reply) => (subgraph === 'counts' ? gate.then(() => reply) : reply);
    const making = counted(0, 3);
    await vi.waitFor(() =>
      expect(graph.requests.slice(before).some(({ query }) => query.includes('_entities'))).toBe(true),
    );
    await graph.ask('mutation { change }');
    open();
    await making;
    later(11);
    expect(await askedBy(() => counted(0, 3))).toEqual([['t0', 't1', 't2']]);
  });

  it('is an operator, by tag, who is told how many', async () => {
    later(60);
    await counted(0, 3);
    await graph.ask('{ things { by } }');
    expect(await (await invalidate({ tags: ['counted'] })).json()).toEqual({
      processes: { [process.pid]: { ended: 3 } },
    });
    expect(await askedBy(() => counted(0, 3))).toEqual([['t0', 't1', 't2']]);
    expect(await askedBy(() => graph.ask('{ things { by } }'))).toEqual([]);
  });
});

describe('while a subgraph does not answer', () => {
  it('entities past their time are given, marked, and others have its error', async () => {
    const madeAt = new Date().toISOString();
    const known = thingsOf(await counted(0, 2));
    later(600);
    graph.down = 'counts';
    const { json, headers } = await counted(0, 4);
    expect(json.data.things).toEqual([...known, { id: 't2', counted: null }, { id: 't3', counted: null }]);
    expect(json.errors.map(({ path }: GraphQLFormattedError) => path)).toEqual([
      ['things', 2, 'counted'],
      ['things', 3, 'counted'],
    ]);
    expect(json.errors[0].extensions.code).toMatch(/^SUBGRAPH_/);
    expect(json.extensions.freshness).toEqual({
      state: 'STALE',
      because: 'SUBGRAPH_UNAVAILABLE',
      madeAt,
      age: 600,
    });
    expect(headers.get('cache-control')).toBe('no-store');
    later(86_400);
    const gone = await counted(0, 2);
    expect(gone.json.data.things).toEqual([
      { id: 't0', counted: null },
      { id: 't1', counted: null },
    ]);
    expect(gone.json.extensions?.freshness).toBeUndefined();
  });

  it('an answer of such entities is not kept', async () => {
    await graph.ask('{ things { by } }');
    later(600);
    graph.down = 'counts';
    const stale = await graph.ask('{ keptThings { by } }');
    expect([stale.json.errors, stale.json.extensions.freshness.age]).toEqual([undefined, 600]);
    expect(stale.headers.get('cache-control')).toBe('no-store');
    graph.down = false;
    expect((await graph.ask('{ keptThings { by } }')).json.extensions).toBeUndefined();
  });

  it('they are given too where it says that its database does not', async () => {
    const known = thingsOf(await counted(0, 2));
    later(600);
    const error = { message: 'no database', extensions: { code: 'DATABASE_UNREACHABLE' } };
    for (const reply of [
      { data: null, errors: [error] },
      { data: { _entities: [null, null] }, errors: [0, 1].map((at) => ({ ...error, path: ['_entities', at] })) },
    ]) {
      graph.tamper = (subgraph, made) => (subgraph === 'counts' ? reply : made);
      const { json } = await counted(0, 2);
      expect([json.data.things, json.errors]).toEqual([known, undefined]);
      expect(json.extensions.freshness).toMatchObject({ because: 'SUBGRAPH_UNAVAILABLE', age: 600 });
    }
    const refused = { message: 'no', extensions: { code: 'FORBIDDEN' } };
    graph.tamper = (subgraph, made) => (subgraph === 'counts' ? { data: null, errors: [refused] } : made);
    expect((await counted(0, 2)).json.data.things[0]).toEqual({ id: 't0', counted: null });
  });
});

describe('fetches that share a request', () => {
  const BESIDE = (more: string) => `{ things(to: 2) { id counted } one(id: "t0") { named ${more} } }`;

  it('have each what is kept of their own, and all that is not kept is asked for at once', async () => {
    await counted(0, 1);
    let json: { data: unknown };
    const asked = await askedBy(async () => ({ json } = await graph.ask(BESIDE(''))));
    expect(asked.map((entities) => [...entities].sort())).toEqual([['t0', 't1']]);
    expect(json!.data).toEqual({
      things: [expect.objectContaining({ id: 't0' }), expect.objectContaining({ id: 't1' })],
      one: { named: expect.stringMatching(/^t0/) },
    });
    expect(await askedBy(async () => ({ json } = await graph.ask(BESIDE(''))))).toEqual([]);
  });

  it('are asked for whom they are, and then nothing is kept for everybody', async () => {
    const clerk = await graph.bearer('--role', 'verifier', '--agency', 'DINSOS');
    const query = '{ things(to: 2) { by } one(id: "t0") { unsaid mine } }';
    const [{ by }] = (await graph.ask(query, clerk)).json.data.things;
    expect(by).toMatch(/DINSOS/);
    const [other] = (await graph.ask('{ things(to: 2) { by } }')).json.data.things;
    expect(other.by).toMatch(/^public/);
  });

  it('are sent one by one where the request fails, and what is kept stands for each', async () => {
    const known = thingsOf(await counted(0, 2));
    later(600);
    graph.down = 'counts';
    const { json } = await graph.ask(BESIDE('unsaid'));
    expect(json.data).toEqual({ things: known, one: { named: null, unsaid: null } });
    expect(json.errors.map(({ path }: GraphQLFormattedError) => path?.[0])).toEqual(['one', 'one']);
    expect(json.extensions.freshness).toMatchObject({ state: 'STALE', age: 600 });
  });
});

describe('what a subgraph sends and nobody has asked for', () => {
  it('is not kept, however deep', async () => {
    graph.tamper = (subgraph, reply) => (subgraph === 'counts' ? withJunk(reply) : reply) as never;
    const question = '{ things { counted whole { text } } }';
    const made = await graph.ask(question);
    const bytes = async (): Promise<number> =>
      Number(/^sigap_cache_bytes (\d+)$/m.exec(await (await graph.operator('/metrics')).text())![1]);
    await vi.waitFor(async () => expect(await bytes()).toBeGreaterThan(0));
    expect(await bytes()).toBeLessThan(10_000);
    expect(await askedBy(async () => expect((await graph.ask(question)).json).toEqual(made.json))).toEqual([]);
  });
});

/** The reply, each of its objects with a long member. */
function withJunk(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withJunk);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withJunk(member)]);
  return { ...Object.fromEntries(members), junk: 'x'.repeat(20_000) };
}

describe('metrics of kept entities', () => {
  it('tell how they were answered, and how many are kept', async () => {
    const count = async (name: string): Promise<number> => {
      const text = await (await graph.operator('/metrics')).text();
      return Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')[1] ?? 0,
      );
    };
    const [fresh, made] = [
      await count('sigap_cache_entities_total{outcome="fresh"}'),
      await count('sigap_cache_entities_total{outcome="made"}'),
    ];
    await counted(0, 6);
    await counted(0, 10);
    expect((await count('sigap_cache_entities_total{outcome="fresh"}')) - fresh).toBe(6);
    expect((await count('sigap_cache_entities_total{outcome="made"}')) - made).toBe(10);
    expect(await count('sigap_cache_entities')).toBe(10);
    expect(await count('sigap_cache_answers')).toBe(0);
    await invalidate({ all: true });
    expect([await count('sigap_cache_entities'), await count('sigap_cache_bytes')]).toEqual([0, 0]);
  });
});
