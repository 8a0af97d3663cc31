import { expect, it } from 'vitest';
import type { Gone } from '../../../base/gone.ts';
import type { Cell } from '../../../gateway/reply/suppress-cells.ts';
import { chosenOnce } from '../../../gateway/reply/suppress-choices.ts';

const cells = [{ path: ['a'], value: 1, steps: [] }] as unknown as Cell[];

/** A choice under way, which sees whether anybody waits for it. */
function underWay() {
  const made = Promise.withResolvers<ReadonlySet<number>>();
  const seen: Gone[] = [];
  return { made, seen, choose: (all: Gone) => (seen.push(all), made.promise) };
}

it('a choice that several wait for ends only when all of them have gone', async () => {
  const { seen, choose, made } = underWay();
  const [first, second] = [new AbortController(), new AbortController()];
  const chosen = [first, second].map(({ signal }) => chosenOnce('several', cells, signal, choose));
  expect(seen).toHaveLength(1);
  first.abort();
  expect(seen[0]!.aborted).toBe(false);
  second.abort();
  expect(seen[0]!.aborted).toBe(true);
  made.resolve(new Set([0]));
  expect(await Promise.all(chosen)).toEqual([Uint32Array.of(0), Uint32Array.of(0)]);
});

it('a choice that nobody waited for is begun anew for whoever comes, and its end changes nothing then', async () => {
  const [left, next] = [underWay(), underWay()];
  const gone = chosenOnce('anew', cells, AbortSignal.abort(), left.choose);
  const wanted = chosenOnce('anew', cells, undefined, next.choose);
  expect(next.seen).toHaveLength(1);
  left.made.reject(new Error('nobody waits'));
  await expect(gone).rejects.toThrow();
  next.made.resolve(new Set([0]));
  expect(await wanted).toEqual(Uint32Array.of(0));
  expect(await chosenOnce('anew', cells, undefined, () => Promise.reject(new Error('chosen twice')))).toEqual(Uint32Array.of(0));
});
