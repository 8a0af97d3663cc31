/** Operations whose fields move by label: prepared apart for what they depend on, and for nothing else. */
import { describe, expect, it } from 'vitest';
import { MAX_WAYS } from '../../../gateway/plan/labelled-ways.ts';
import type { ChooseLabels } from '../../../gateway/plan/override-labels.ts';
import type { PlanJob, PlanReply } from '../../../gateway/plan/planner-messages.ts';
import { preparedOperations } from '../../../gateway/plan/prepared-operations.ts';
import { PUBLIC_AUTHORIZATION } from '../../../gateway/plan/authorization.ts';
import { compose, ground } from './fixtures.ts';

const LABELS = Array.from({ length: 6 }, (_, index) => `label${index}`);
const FIELDS = LABELS.map((label, index) => ({
  at: `f${index}: Int`,
  moved: `f${index}: Int @override(from: "one", label: "${label}")`,
}));
const SDL = compose({
  one: `type Query { t: T plain: Int } type T @key(fields: "id") { id: ID! free: Int needed: Int ${FIELDS.map(({ at }) => at).join(' ')} }`,
  two: `type T @key(fields: "id") { id: ID! needed: Int @override(from: "one", label: "for-requires") ${FIELDS.map(({ moved }) => moved).join(' ')} }`,
});

const COUNTS = { tokens: 3, selections: 1, depth: 1, nesting: 1, aliases: 0, rootFields: 1, directives: 0 };
const API =
  'type Query { t: T plain: Int } type T { id: ID! free: Int needed: Int f0: Int f1: Int f2: Int f3: Int f4: Int f5: Int }';

function operations(gate: Promise<void> = Promise.resolve()) {
  const jobs: PlanJob[] = [];
  const plan = async (job: PlanJob): Promise<PlanReply> => (
    jobs.push(job),
    await gate,
    { kind: 'planned', plan: '{"kind":"QueryPlan"}', counts: COUNTS, separated: false }
  );
  return { jobs, ...prepared(plan) };
}
function prepared(plan: (job: PlanJob) => Promise<PlanReply>) {
  const cache = preparedOperations(
    ground(SDL, {
      plan,
      status: () => ({ waiting: 0, threads: 1 }),
      close: async () => {},
      apiSdl: API,
      subgraphs: [],
    }),
    {
      bytes: 100_000_000,
      text: 10_000,
    },
  );
  const prepare = (text: string, ...held: string[]) =>
    cache.prepare(text, undefined, PUBLIC_AUTHORIZATION, { chooseLabels: choosing(held) });
  const peek = (text: string, ...held: string[]) => cache.peek(text, undefined, 'public', choosing(held));
  return { prepare, peek };
}
const choosing =
  (held: readonly string[]): ChooseLabels =>
  (labels) =>
    labels.filter((label) => held.includes(label));

describe('an operation whose fields move by label', () => {
  it('is prepared once for each set of labels it depends on, and found by either way', async () => {
    const { jobs, prepare, peek } = operations();
    const text = '{ t { f0 f1 free } }';
    const none = await prepare(text);
    const first = await prepare(text, 'label0');
    const both = await prepare(text, 'label0', 'label1');
    expect(new Set([none, first, both]).size).toBe(3);
    expect([none, first, both].map(({ labels }) => labels.held)).toEqual([[], ['label0'], ['label0', 'label1']]);
    expect(jobs.map(({ labels }) => labels)).toEqual([[], ['label0'], ['label0', 'label1']]);
    expect(peek(text)).toBe(none);
    expect(peek(text, 'label0', 'label5', 'for-requires')).toBe(first);
    expect(await prepare(text, 'label1', 'label0', 'label3')).toBe(both);
    expect(peek(text, 'label1')).toBeUndefined();
    expect(jobs).toHaveLength(3);
  });

  it('is prepared once for all labels when none of its fields moves', async () => {
    const { jobs, prepare, peek } = operations();
    const plain = await prepare('{ plain }', 'label0');
    expect(plain.labels).toEqual({ touched: [], held: [] });
    expect(peek('{ plain }')).toBe(plain);
    expect(await prepare('{ plain }', 'label1', 'label2')).toBe(plain);
    expect(jobs).toHaveLength(1);
  });

  it('does not share a preparation for other labels, as long as its labels are unknown', async () => {
    let go!: () => void;
    const { jobs, prepare } = operations(
      new Promise<void>((resolve) => {
        go = resolve;
      }),
    );
    const all = [prepare('{ t { f0 } }'), prepare('{ t { f0 } }', 'label0'), prepare('{ t { f0 } }', 'label0')];
    go();
    const [off, on, same] = await Promise.all(all);
    expect(on).toBe(same);
    expect([off!.labels.held, on!.labels.held]).toEqual([[], ['label0']]);
    expect(jobs).toHaveLength(2);
  });

  it(`is kept in ${MAX_WAYS} ways, the oldest of which goes, and takes no other operation's place`, async () => {
    const { prepare, peek } = operations();
    const other = await prepare('{ t { f5 } }', 'label5');
    const text = `{ t { ${LABELS.map((_, index) => `f${index}`).join(' ')} } }`;
    const sets = Array.from({ length: 2 ** LABELS.length }, (_, bits) =>
      LABELS.filter((_, index) => bits & (1 << index)),
    );
    for (const held of sets) await prepare(text, ...held);
    expect(sets.filter((held) => peek(text, ...held) !== undefined)).toEqual(sets.slice(-MAX_WAYS));
    expect(peek('{ t { f5 } }', 'label5')).toBe(other);
  });
});
