import { beforeEach, describe, expect, it } from 'vitest';
import { keptAnswer, keptEntity, type KeptAnswer } from '../../../gateway/cache/kept-answer.ts';
import { KeptStore, type KeptStoreOptions } from '../../../gateway/cache/kept-store.ts';
import { KeepingRules, type KeepingRulesOptions } from '../../../gateway/cache/keeping-rules.ts';
import type { KeptKind } from '../../../gateway/cache/memory-answers.ts';

const BYTES = 1_000_000;
let store: KeptStore;
beforeEach(() => {
  store = storeOf();
});

const storeOf = (more: Partial<KeptStoreOptions> = {}): KeptStore =>
  new KeptStore({ bytes: BYTES, revalidate: 0, ifError: 0, ...more });

/** Asks for something, and has it made and kept where it is not. @returns whether it was kept */
function ask(kind: KeptKind, key: string, length: number): boolean {
  if (store.get(kind, key) !== undefined) return true;
  keep(kind, key, length);
  return false;
}

function keep(kind: KeptKind, key: string, length: number, tags: readonly string[] = ['t']): void {
  const text = 'x'.repeat(length);
  const made =
    kind === 'answer' ? keptAnswer(JSON.stringify({ text }), Date.now(), 60) : keptEntity({ text }, Date.now(), 60);
  store.keep(new Map([[key, made]]), { tags, begun: { moment: store.moment, words: undefined }, kind });
}

describe('memory of what is kept', () => {
  it('is no more than it may be, of either kind', () => {
    for (const kind of ['answer', 'entity'] as const)
      for (let n = 0; n < 1_000; n++) {
        ask(kind, `k${n}`, n);
        expect(store.status.bytes).toBeLessThanOrEqual(BYTES);
      }
    const kept = Array.from({ length: 1_000 }, (_, n) => store.get('entity', `k${n}`)).filter(
      (one) => one !== undefined,
    );
    expect(kept.length).toBeGreaterThan(100);
    expect(store.status.entities).toBe(kept.length);
    expect(store.status.answers).toBeGreaterThan(100);
    // A small buffer is no slice of a larger one, which would stay in memory with it.
    expect(kept.every(({ body }) => body.buffer.byteLength === body.length)).toBe(true);
  });

  it('has no room for one that would push out many others', () => {
    keep('answer', 'large', BYTES / 2 / 32);
    keep('entity', 'large', BYTES / 2 / 256);
    expect(store.status).toEqual({ bytes: 0, answers: 0, entities: 0 });
  });

  it('keeps a dashboard’s answer and its entities while a stranger asks 1,000 large questions once', () => {
    for (let time = 0; time < 2; time++) {
      ask('answer', 'dashboard', 5_000);
      for (let n = 0; n < 50; n++) ask('entity', `village ${n}`, 200);
    }
    for (let n = 0; n < 1_000; n++) {
      ask('answer', `stranger ${n}`, 14_000);
      for (let part = 0; part < 10; part++) ask('entity', `stranger ${n} ${part}`, 1_000);
    }
    expect(ask('answer', 'dashboard', 5_000)).toBe(true);
    for (let n = 0; n < 50; n++) expect([n, ask('entity', `village ${n}`, 200)]).toEqual([n, true]);
  });

  it('takes what is asked for again where a stranger has filled it before', () => {
    for (let n = 0; n < 1_000; n++) ask('answer', `stranger ${n}`, 14_000);
    const asked = [1, 2, 3].map(() => ask('answer', 'dashboard', 14_000));
    expect(asked).toEqual([false, false, true]);
  });

  it('gives what nobody asks for any more up, however often it was asked for once', () => {
    for (let time = 0; time < 100; time++) for (let n = 0; n < 30; n++) ask('answer', `past ${n}`, 14_000);
    for (let n = 0; n < 60_000; n++) store.get('answer', `other ${n}`);
    for (let time = 0; time < 2; time++) ask('answer', 'now', 14_000);
    expect(ask('answer', 'now', 14_000)).toBe(true);
  });

  it('makes room of what has ended first', () => {
    for (let time = 0; time < 3; time++) for (let n = 0; n < 40; n++) ask('answer', `ended ${n}`, 14_000);
    store.endHere(['t']);
    keep('answer', 'never asked for', 14_000, ['other']);
    expect(store.get('answer', 'never asked for')).toBeDefined();
  });
});

describe('what Redis has', () => {
  it('is not believed where it was made before this process heard that it has ended, whoever has put it back', async () => {
    const answer: KeptAnswer = keptAnswer('{"a":1}', 1_000, 60);
    const redis = {
      find: () => Promise.resolve({ answers: [answer], words: '[]' }),
      keep: () => {},
      end: () => Promise.resolve(true),
    };
    let now = 1_000;
    store = storeOf({ redis, now: () => now });
    const found = async (tag: string) => (await store.shared(['k'], [tag])).found;
    expect(await found('t')).toEqual([answer]);
    now = 2_000;
    store.endHere(['t']);
    expect([await found('t'), await found('other')]).toEqual([[undefined], [answer]]);
    await store.end('all');
    expect(await found('other')).toEqual([undefined]);
  });
});

describe('after a mutation', () => {
  it('nothing of its tags is kept for a while, also what was begun behind it by who had asked before', () => {
    let now = Date.now();
    store = storeOf({ now: () => now });
    store.endByMutation(['t']);
    for (const kind of ['answer', 'entity'] as const) keep(kind, 'k', 10);
    keep('answer', 'other', 10, ['other']);
    expect(store.status).toMatchObject({ answers: 1, entities: 0 });
    now += 10_001;
    keep('answer', 'k', 10);
    expect(store.status).toMatchObject({ answers: 2 });
  });
});

it('a process that nobody has asked yet knows the tags of its supergraph; other names end nothing, and so take no memory', () => {
  let current = { supergraphSchema: {}, tags: ['workers'] };
  const options = {
    current: () => current,
    policyOf: ({ tags }: typeof current) => ({ hints: { tags: new Set(tags) } }),
    forwarded: [],
  };
  const rules = new KeepingRules(options as unknown as KeepingRulesOptions, Date.now);
  expect(rules.tagsAmong(['workers', 'members', 'none'])).toEqual(['workers']);
  current = { supergraphSchema: {}, tags: ['members'] };
  expect(rules.tagsAmong(['workers', 'members', 'none'])).toEqual(['workers', 'members']);
  expect(rules.tagsAmong('all')).toBe('all');
});
