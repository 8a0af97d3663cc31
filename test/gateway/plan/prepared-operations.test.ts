import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../gateway/plan/planner-defaults.ts';
import type { PlanJob, PlanReply } from '../../../gateway/plan/planner-messages.ts';
import { preparedOperations } from '../../../gateway/plan/prepared-operations.ts';
import { PUBLIC_AUTHORIZATION, type Authorization } from '../../../gateway/plan/authorization.ts';
import { compose, ground } from './fixtures.ts';

const SDL = compose({ one: 'type Query { a: Int b: Int }' });
const COUNTS = { tokens: 3, selections: 1, depth: 1, nesting: 1, aliases: 0, rootFields: 1, directives: 0 };

/** A planner that counts what it is asked and answers when it is let. */
function counted(
  answer: (job: PlanJob) => Promise<PlanReply> = async () => ({
    kind: 'planned',
    plan: '{"kind":"QueryPlan"}',
    counts: COUNTS,
    separated: false,
  }),
) {
  const jobs: PlanJob[] = [];
  const plan = (job: PlanJob): Promise<PlanReply> => (jobs.push(job), answer(job));
  return {
    jobs,
    plan,
    status: () => ({ waiting: 0, threads: 1 }),
    close: async () => {},
    apiSdl: 'type Query { a: Int b: Int }',
    subgraphs: [],
  };
}
const cache = (planner = counted(), bytes = 10_000_000) =>
  preparedOperations(ground(SDL, planner), { bytes, text: DEFAULT_LIMITS.text });
const rights = (key: string): Authorization => ({ key });

describe('prepared operations', () => {
  it('prepare an operation once, and find it by one look-up', async () => {
    const planner = counted();
    const operations = cache(planner);
    expect(operations.peek('{ a }', undefined, 'public')).toBeUndefined();
    const prepared = await operations.prepare('{ a }', undefined, PUBLIC_AUTHORIZATION);
    expect(await operations.prepare('{ a }', undefined, PUBLIC_AUTHORIZATION)).toBe(prepared);
    expect(operations.peek('{ a }', undefined, 'public')).toBe(prepared);
    expect(planner.jobs).toHaveLength(1);
  });

  it('share one preparation among all requests during it', async () => {
    let go!: () => void;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const planner = counted(
      async () => (await gate, { kind: 'planned', plan: '{"kind":"QueryPlan"}', counts: COUNTS, separated: false }),
    );
    const operations = cache(planner);
    const all = Array.from({ length: 50 }, () => operations.prepare('{ a }', undefined, PUBLIC_AUTHORIZATION));
    go();
    expect(new Set(await Promise.all(all)).size).toBe(1);
    expect(planner.jobs).toHaveLength(1);
  });

  it("never take one caller's for another's, one name for another, one text for another", async () => {
    const operations = cache();
    const text = 'query A { a } query B { b }';
    // Parts that read the same when they are put one behind the other.
    const asked: [text: string, name: string | undefined, key: string][] = [
      [text, 'A', 'public'],
      [text, 'B', 'public'],
      [text, 'A', 'other'],
      ['{ a }', undefined, 'public'],
      ['{ b }', undefined, 'public'],
      ['{ a }', undefined, 'publi'],
      ['query c { a }', undefined, 'x'],
      ['query c { a }', 'c', 'x'],
      ['query A { a }', undefined, '1:-:x'],
      ['query A { a }', 'A', '1:1:'],
      [' { a }', undefined, 'x'],
      ['{ a }', undefined, 'x '],
    ];
    const prepared = await Promise.all(asked.map(([text, name, key]) => operations.prepare(text, name, rights(key))));
    expect(new Set(prepared).size).toBe(asked.length);
    asked.forEach(([text, name, key], index) => expect(operations.peek(text, name, key)).toBe(prepared[index]));
  });

  it('refuse again without work what was refused a moment ago', async () => {
    const planner = counted(async () => ({
      kind: 'invalid',
      code: 'GRAPHQL_VALIDATION_FAILED',
      errors: [{ message: 'no' }],
    }));
    const operations = cache(planner);
    for (let time = 0; time < 5; time++)
      await expect(operations.prepare('{ x }', undefined, PUBLIC_AUTHORIZATION)).rejects.toMatchObject({
        code: 'GRAPHQL_VALIDATION_FAILED',
      });
    expect(planner.jobs).toHaveLength(1);
  });

  it('try again what was refused for want of a free thread', async () => {
    const planner = counted(async () => Promise.reject(Object.assign(new Error('busy'), { code: 'PLAN_BUSY' })));
    const operations = cache(planner);
    for (let time = 0; time < 3; time++)
      await expect(operations.prepare('{ a }', undefined, PUBLIC_AUTHORIZATION)).rejects.toMatchObject({
        code: 'PLAN_BUSY',
      });
    expect(planner.jobs).toHaveLength(3);
  });

  it('drop the least recently used when they weigh too much', async () => {
    const one = await cache().prepare('{ a }', undefined, PUBLIC_AUTHORIZATION);
    const operations = cache(counted(), Math.floor(one.bytes * 3.5));
    for (const key of ['1', '2', '3']) await operations.prepare('{ a }', undefined, rights(key));
    operations.peek('{ a }', undefined, '1');
    await operations.prepare('{ a }', undefined, rights('4'));
    expect(['1', '2', '3', '4'].filter((key) => operations.peek('{ a }', undefined, key))).toEqual(['1', '3', '4']);
  });

  it('hand out what is too heavy to keep without keeping it', async () => {
    const operations = cache(counted(), 100);
    await operations.prepare('{ a }', undefined, PUBLIC_AUTHORIZATION);
    expect(operations.peek('{ a }', undefined, 'public')).toBeUndefined();
  });

  it('know which are used most', async () => {
    const operations = cache();
    for (const [key, uses] of [
      ['rare', 1],
      ['often', 9],
      ['sometimes', 4],
    ] as const) {
      for (let use = 0; use < uses; use++) await operations.prepare('{ a }', undefined, rights(key));
    }
    expect(operations.mostUsed(2).map((prepared) => prepared.authorization.key)).toEqual(['often', 'sometimes']);
  });

  it('read no text that is too long', async () => {
    const planner = counted();
    await expect(
      cache(planner).prepare(' '.repeat(DEFAULT_LIMITS.text + 1), undefined, PUBLIC_AUTHORIZATION),
    ).rejects.toMatchObject({ code: 'OPERATION_TOO_LARGE' });
    expect(planner.jobs).toHaveLength(0);
  });
});
