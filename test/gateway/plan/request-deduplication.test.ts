import { describe, expect, it } from 'vitest';
import type { ExecutionResult } from '../../../gateway/execute/compile-operation.ts';
import type { PreparedOperation } from '../../../gateway/plan/prepared-operation.ts';
import type { AbortState } from '../../../base/abort-state.ts';
import { requestDeduplication, type RunWaiter } from '../../../gateway/plan/request-deduplication.ts';

const prepared = (kind: 'query' | 'mutation' = 'query'): PreparedOperation => ({ kind }) as PreparedOperation;
const waiting = (gone?: AbortState, time = 30_000): RunWaiter => ({ signal: gone, deadline: performance.now() + time });
const outcome = (): ExecutionResult => ({}) as ExecutionResult;

/** Runs that end when told to, and how many began. */
function counted() {
  const ends: (() => void)[] = [];
  const run = (): Promise<ExecutionResult> => new Promise((resolve) => ends.push(() => resolve(outcome())));
  return { run, began: () => ends.length, end: () => ends.forEach((end) => end()) };
}

describe('identical queries in flight', () => {
  it('run once and give every caller the same outcome', async () => {
    const { run, began, end } = counted();
    const runs = requestDeduplication();
    const operation = prepared();
    const both = [
      runs.run(operation, { a: 1 }, 'me', waiting(), run),
      runs.run(operation, { a: 1 }, 'me', waiting(), run),
    ];
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
    const runs = requestDeduplication();
    const first = prepared();
    void runs.run(first, { a: 1 }, 'me', waiting(), run);
    void runs.run(operation ?? first, variables, identity, waiting(), run);
    expect(began()).toBe(2);
  });

  it('run anew once something has changed, and those after it are shared again', () => {
    const { run, began } = counted();
    const runs = requestDeduplication();
    const operation = prepared();
    for (let time = 0; time < 2; time++) {
      void runs.run(operation, undefined, 'me', waiting(), run);
      void runs.run(operation, undefined, 'me', waiting(), run);
      expect(began()).toBe(time + 1);
      runs.partFromRuns();
    }
  });

  it('run anew once the first has ended, also when it failed', async () => {
    const runs = requestDeduplication();
    const operation = prepared();
    await expect(
      runs.run(operation, undefined, 'me', waiting(), () => Promise.reject(new Error('gone'))),
    ).rejects.toThrow('gone');
    const { run, began, end } = counted();
    const again = runs.run(operation, undefined, 'me', waiting(), run);
    end();
    await again;
    expect(began()).toBe(1);
  });

  it('go on while anybody waits, and are wanted no more when the last has gone', () => {
    const operation = prepared();
    const runs = requestDeduplication();
    const callers = [new AbortController(), new AbortController(), new AbortController()];
    let seen: AbortState | undefined;
    const run = ({ signal: gone }: RunWaiter): Promise<ExecutionResult> => ((seen = gone), new Promise(() => {}));
    for (const { signal } of callers) void runs.run(operation, undefined, 'me', waiting(signal), run);
    for (const [index, caller] of callers.entries()) {
      expect(seen!.aborted).toBe(false);
      caller.abort();
      expect(seen!.aborted).toBe(index === 2);
    }
  });

  it('are not joined without waiting callers, and do not replace the next run when they end', async () => {
    const { run, began, end } = counted();
    const runs = requestDeduplication();
    const operation = prepared();
    const left = runs.run(operation, undefined, 'me', waiting(AbortSignal.abort()), run);
    const first = runs.run(operation, undefined, 'me', waiting(), run);
    expect(began()).toBe(2);
    end();
    await left;
    await first;
    const held = [
      runs.run(operation, undefined, 'me', waiting(), run),
      runs.run(operation, undefined, 'me', waiting(), run),
    ];
    expect(began()).toBe(3);
    end();
    await Promise.all(held);
  });

  it('are joined only by callers who lose at most a tenth of their time', () => {
    const { run, began } = counted();
    const runs = requestDeduplication();
    const operation = prepared();
    void runs.run(operation, undefined, 'me', waiting(undefined, 10_000), run);
    void runs.run(operation, undefined, 'me', waiting(undefined, 10_900), run);
    expect(began()).toBe(1);
    void runs.run(operation, undefined, 'me', waiting(undefined, 20_000), run);
    expect(began()).toBe(2);
  });

  it('leave mutations alone', () => {
    const { run, began } = counted();
    const runs = requestDeduplication();
    const operation = prepared('mutation');
    void runs.run(operation, undefined, 'me', waiting(), run);
    void runs.run(operation, undefined, 'me', waiting(), run);
    expect(began()).toBe(2);
  });
});
