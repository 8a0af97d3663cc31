import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PUBLIC_AUTHORIZATION, type Authorization } from '../../../gateway/plan/authorization.ts';
import type { ExecutionEngine, EngineOptions } from '../../../gateway/supergraph/engine.ts';
import {
  fixedSupergraph,
  type OfferSupergraph,
  type SupergraphSource,
} from '../../../gateway/supergraph/supergraph-source.ts';
import { compose } from '../plan/fixtures.ts';
import { engineOf, versioned } from './fixtures.ts';
import { swapUnderLoad } from './swap-under-load.ts';

const engines: ExecutionEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});
async function engine(options: Partial<EngineOptions> = {}): Promise<ExecutionEngine> {
  const made = await engineOf(options);
  engines.push(made);
  return made;
}

describe('an engine', () => {
  it('holds everything derived from its supergraph as one generation', async () => {
    const { id, sdl, apiSchema, supergraphSchema, subgraphs } = (await engine()).current();
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(sdl).toBe(versioned(1));
    expect(Object.keys(apiSchema.getQueryType()!.getFields())).toEqual(['number', 'version1', 't']);
    expect(apiSchema.getType('join__Graph')).toBeUndefined();
    expect(supergraphSchema.getType('join__Graph')).toBeDefined();
    expect([...subgraphs]).toEqual([['numbers', 'http://numbers.test/graphql']]);
  });

  it.each([
    ['that does not parse', 'type Query {', 'SUPERGRAPH_REFUSED'],
    ['that is none', 'type Query { a: Int }', 'SUPERGRAPH_REFUSED'],
    ['that has a rule nobody keeps', compose({ a: 'type Query { a: Int @authenticated }' }), 'SUPERGRAPH_NOT_ENFORCED'],
  ])('does not start with a supergraph %s', async (_what, sdl, code) => {
    const closed = vi.fn();
    const source: SupergraphSource = { name: 'bad', open: async () => ({ sdl, close: async () => closed() }) };
    await expect(engine({ source })).rejects.toMatchObject({ code });
    expect(closed).toHaveBeenCalledOnce();
  });

  it('names the option when it is the guard that is off', async () => {
    const source: SupergraphSource = {
      name: 'guarded',
      open: async () => ({ sdl: compose({ a: 'type Query { a: Int @authenticated }' }), close: async () => {} }),
    };
    await expect(engine({ source })).rejects.toThrow(
      /expected GUARD to be on for https:\/\/specs\.apollo\.dev\/authenticated\/.*, got off/,
    );
  });

  it('keeps the last good supergraph when the new one is invalid, and reports why', async () => {
    const mine = await engine();
    const before = mine.current();
    const refused = vi.fn();
    mine.events.on('refused', refused);
    for (const bad of ['type Query {', versioned(2).replaceAll('graph: NUMBERS', 'graph: NOBODY'), ''])
      await mine.offer(bad);
    expect(refused.mock.calls.map(([reason]) => (reason as { code: string }).code)).toEqual([
      'SUPERGRAPH_REFUSED',
      'SUPERGRAPH_REFUSED',
      'SUPERGRAPH_REFUSED',
    ]);
    expect(mine.current()).toBe(before);
    expect((await before.operations.prepare('{ number }', undefined, PUBLIC_AUTHORIZATION)).generation).toBe(before.id);
  });

  it('changes to what its source offers, and not for the same text', async () => {
    let offer!: OfferSupergraph;
    const source: SupergraphSource = {
      name: 'by hand',
      open: async (taken) => ((offer = taken), { sdl: versioned(1), close: async () => {} }),
    };
    const mine = await engine({ source });
    const live = vi.fn();
    mine.events.on('live', live);
    offer(versioned(1));
    offer(versioned(2));
    await vi.waitFor(() => expect(live).toHaveBeenCalledOnce(), { timeout: 10_000 });
    expect(Object.keys(mine.current().apiSchema.getQueryType()!.getFields())).toContain('version2');
  });

  it('changes to what its source offers while the first supergraph is still built, after that one', async () => {
    const live: string[] = [];
    const refused = vi.fn();
    const source: SupergraphSource = {
      name: 'early',
      open: async (offer) => {
        setImmediate(() => void offer(versioned(2)));
        return { sdl: versioned(1), close: async () => {} };
      },
    };
    const mine = await engine({ source, log: { info: () => {}, warn: () => {}, error: refused } });
    mine.events.on('live', ({ apiSchema }) => live.push(Object.keys(apiSchema.getQueryType()!.getFields())[1]!));
    expect(Object.keys(mine.current().apiSchema.getQueryType()!.getFields())).toContain('version1');
    await vi.waitFor(() => expect(live).toEqual(['version2']), { timeout: 10_000 });
    expect(refused).not.toHaveBeenCalled();
  });

  it('builds only the newest of those that wait', async () => {
    const mine = await engine();
    const ids: string[] = [];
    mine.events.on('live', ({ apiSchema }) => ids.push(Object.keys(apiSchema.getQueryType()!.getFields())[1]!));
    const first = mine.offer(versioned(2));
    await wait(1);
    await Promise.all([first, ...[3, 4, 5].map((version) => mine.offer(versioned(version)))]);
    expect(ids).toEqual(['version2', 'version5']);
  });

  it('lets a request end on the generation it began with, and closes that one then', async () => {
    const mine = await engine();
    const closed: string[] = [];
    mine.events.on('closed', (id) => closed.push(id));
    const [one, other] = [mine.pin(), mine.pin()];
    await mine.offer(versioned(2));
    expect(mine.current().id).not.toBe(one.generation.id);
    // What was not prepared before the change can still be prepared after it.
    expect((await one.generation.operations.prepare('{ version1 }', undefined, PUBLIC_AUTHORIZATION)).generation).toBe(
      one.generation.id,
    );
    one.release();
    one.release();
    await wait(50);
    expect(closed).toEqual([]);
    other.release();
    await vi.waitFor(() => expect(closed).toEqual([one.generation.id]));
    await expect(
      one.generation.operations.prepare('{ t { id } }', undefined, PUBLIC_AUTHORIZATION),
    ).rejects.toMatchObject({ code: 'PLAN_FAILED' });
  });

  it('names the subgraphs of every generation that is still open, the newest URL first', async () => {
    const told: (readonly [string, string])[][] = [];
    const sdl = (name: string, url: string): string =>
      compose({ [name]: 'type Query { a: Int }' }).replace(/url: "http:[^"]*"/, `url: "${url}"`);
    const mine = await engine({
      source: fixedSupergraph(sdl('one', 'http://1')),
      onSubgraphs: (subgraphs) => told.push([...subgraphs]),
    });
    const pinned = mine.pin();
    await mine.offer(sdl('two', 'http://2'));
    pinned.release();
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(told).toEqual([
      [['one', 'http://1']],
      [
        ['one', 'http://1'],
        ['two', 'http://2'],
      ],
      [['two', 'http://2']],
    ]);
  });

  it('keeps the last good supergraph when the listener for subgraphs throws', async () => {
    let calls = 0;
    const mine = await engine({
      onSubgraphs: () => {
        if (++calls > 1) throw new Error('bad address');
      },
    });
    const before = mine.current();
    const refused = vi.fn();
    mine.events.on('refused', refused);
    await mine.offer(versioned(2));
    expect(mine.current()).toBe(before);
    expect(refused).toHaveBeenCalledOnce();
  });
});

describe('a new generation', () => {
  it('has the listed documents ready, each of their operations, for each authorization', async () => {
    const other: Authorization = { key: 'other' };
    const documents = ['{ number }', 'query A { number } query B { version1 }', '{ gone }', '{'];
    const { operations } = (
      await engine({ warm: { documents, authorizations: [PUBLIC_AUTHORIZATION, other] } })
    ).current();
    expect(operations.peek('{ number }', undefined, 'other')).toBeDefined();
    expect(operations.peek(documents[1]!, 'B', 'public')).toBeDefined();
    expect(operations.peek('{ gone }', undefined, 'public')).toBeUndefined();
  });

  it('has the most used operations of the previous one ready, with their authorizations', async () => {
    const mine = await engine({ warm: { most: 2 } });
    const { operations } = mine.current();
    for (const [text, uses] of [
      ['{ number }', 3],
      ['{ t { id } }', 1],
      ['{ t { name } }', 2],
      ['{ version1 }', 5],
    ] as const) {
      for (let use = 0; use < uses; use++) await operations.prepare(text, undefined, { key: 'mine' });
    }
    await mine.offer(versioned(2));
    const after = mine.current().operations;
    // { version1 } is the most used and does not fit any more; { t { name } } is the third.
    expect(
      ['{ number }', '{ t { name } }', '{ version1 }'].filter((text) => after.peek(text, undefined, 'mine')),
    ).toEqual(['{ number }']);
    expect(after.peek('{ number }', undefined, 'mine')!.generation).toBe(mine.current().id);
    expect(after.peek('{ number }', undefined, 'public')).toBeUndefined();
  });

  it('goes live without them when the time for it is over', async () => {
    const mine = await engine({ warm: { budget: 0, documents: ['{ number }'] } });
    expect(mine.current().operations.peek('{ number }', undefined, 'public')).toBeUndefined();
  });
});

describe('changing the supergraph under load', () => {
  it('fails no request, closes every old generation and gives its memory back', { timeout: 120_000 }, async () => {
    const report = await swapUnderLoad(4);
    expect(report).toMatchObject({ swaps: 4, failed: 0, closed: 4 });
    expect(report.answered).toBeGreaterThan(100);
    expect(report.heapAfter).toBeLessThan(report.heapBefore * 1.1);
  });
});
