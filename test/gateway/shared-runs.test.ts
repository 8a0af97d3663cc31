import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../gateway/execute/compile-operation.ts';
import type { PreparedOperation } from '../../gateway/plan/prepared-operation.ts';
import { sharedRuns } from '../../gateway/shared-runs.ts';

const prepared = (kind: 'query' | 'mutation' = 'query'): PreparedOperation => ({ kind }) as PreparedOperation;
const outcome = (): Outcome => ({}) as Outcome;

/** Runs that end when told to, and how many began. */
function counted() {
  const ends: (() => void)[] = [];
  const run = (): Promise<Outcome> => new Promise((resolve) => ends.push(() => resolve(outcome())));
  return { run, began: () => ends.length, end: () => ends.forEach((end) => end()) };
}

describe('identical queries in flight', () => {
  it('run once and give every caller the same outcome', async () => {
    const { run, began, end } = counted();
    const runs = sharedRuns();
    const operation = prepared();
    const both = [runs.run(operation, { a: 1 }, 'me', run), runs.run(operation, { a: 1 }, 'me', run)];
    end();
    const [one, other] = await Promise.all(both);
    expect(one).toBe(other);
    expect(began()).toBe(1);
  });

  it.each([
    ['another operation', prepared(), { a: 1 }, 'me'],
    ['other variables', undefined, { a: 2 }, 'me'],
    ['no variables', undefined, undefined, 'me'],
    ['another caller', undefined, { a: 1 }, 'somebody'],
    ['a caller and variables that run together', undefined, undefined, 'me{"a":1}'],
  ])('are not shared with %s', (_name, operation, variables, identity) => {
    const { run, began } = counted();
    const runs = sharedRuns();
    const first = prepared();
    void runs.run(first, { a: 1 }, 'me', run);
    void runs.run(operation ?? first, variables, identity, run);
    expect(began()).toBe(2);
  });

  it('run anew once the first has ended, also when it failed', async () => {
    const runs = sharedRuns();
    const operation = prepared();
    await expect(runs.run(operation, undefined, 'me', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    const { run, began, end } = counted();
    const again = runs.run(operation, undefined, 'me', run);
    end();
    await again;
    expect(began()).toBe(1);
  });

  it('leave mutations alone', () => {
    const { run, began } = counted();
    const runs = sharedRuns();
    const operation = prepared('mutation');
    void runs.run(operation, undefined, 'me', run);
    void runs.run(operation, undefined, 'me', run);
    expect(began()).toBe(2);
  });
});
