/**
 * What cell keys give away: they add up as counts do. A published number and a count leave a range of keys, and where a cell is the sum
 * of two others so is its key, modulo one: counts whose ranges cannot meet are out.
 */
import type { PTable } from '../../../../subgraphs/counts/ptable.ts';

/** Part of all keys, from 0 to 1. */
type Range = readonly [from: number, to: number];

/** @returns the keys that show a count as a number; undefined where none does */
export type KeysOf = (count: number, shown: number) => Range | undefined;

/** Room for the digits that a table is written with: the attacker rather keeps a count too many. */
const SLACK = 1e-9;

export function keysBy({ rows }: PTable): KeysOf {
  const ranges = rows.map(({ noise, probabilities }) => {
    let sum = 0;
    return new Map(noise.map((value, at) => [value, [sum, (sum += probabilities[at]!)] as const]));
  });
  // Nobody has no key to add.
  return (count, shown) =>
    count === 0 ? (shown === 0 ? [0, 0] : undefined) : ranges[Math.min(count, rows.length - 1)]!.get(shown - count);
}

/** A cell as it is shown, and the counts that are left for it. */
export interface Shown {
  readonly shown: number;
  readonly low: number;
  readonly high: number;
}

interface Left {
  low: number;
  high: number;
}

/** @returns the least and the greatest count that are left for each of two parts and their sum; undefined where nothing is */
export function meeting(
  keysOf: KeysOf,
  one: Shown,
  other: Shown,
  whole: Shown,
): readonly [Left, Left, Left] | undefined {
  const left = [nothing(), nothing(), nothing()] as const;
  for (let a = one.low; a <= one.high; a++) {
    for (let b = Math.max(other.low, whole.low - a); b <= Math.min(other.high, whole.high - a); b++) {
      if (!meets(keysOf(a, one.shown), keysOf(b, other.shown), keysOf(a + b, whole.shown))) continue;
      for (const [at, count] of [a, b, a + b].entries())
        [left[at]!.low, left[at]!.high] = [Math.min(left[at]!.low, count), Math.max(left[at]!.high, count)];
    }
  }
  return left[0].low > left[0].high ? undefined : left;
}

const nothing = (): Left => ({ low: Infinity, high: -Infinity });

function meets(one: Range | undefined, other: Range | undefined, whole: Range | undefined): boolean {
  if (one === undefined || other === undefined || whole === undefined) return false;
  const [from, to] = [one[0] + other[0] - SLACK, one[1] + other[1] + SLACK];
  return [0, 1, 2].some((turns) => from <= whole[1] + turns && whole[0] + turns <= to);
}
