/** What the noise does not prevent, exactly from the p-table: averaging, differencing of one person, and zeros. */
import type { PTable } from '../../../../subgraphs/counts/ptable.ts';
import { SOURCES, type Knowledge } from './attack.ts';
import { trueCount } from './tables.ts';

/** Probability of each value. */
type Distribution = ReadonlyMap<number, number>;

function noiseOf({ rows }: PTable, count: number): Distribution {
  const { noise, probabilities } = rows[Math.min(count, rows.length - 1)]!;
  return new Map(noise.map((value, at) => [value, probabilities[at]!]));
}

/** Of a true count. */
const shownOf = (ptable: PTable, count: number): Distribution =>
  new Map([...noiseOf(ptable, count)].map(([noise, probability]) => [count + noise, probability]));

/** Of the sum of two that are independent. */
function sumOf(one: Distribution, other: Distribution): Distribution {
  const sum = new Map<number, number>();
  for (const [a, p] of one) for (const [b, q] of other) sum.set(a + b, (sum.get(a + b) ?? 0) + p * q);
  return sum;
}

const probabilityOf = (some: Distribution, holds: (value: number) => boolean): number =>
  [...some].reduce((total, [value, probability]) => total + (holds(value) ? probability : 0), 0);
const deviationOf = (some: Distribution): number =>
  Math.sqrt([...some].reduce((total, [value, probability]) => total + probability * value * value, 0));

export interface Averaging {
  /** Standard deviation of the mean of the months, people. */
  readonly deviation: number;
  /** How often the mean, rounded, is the true count. */
  readonly exact: number;
}

/** A cell that has as many people each month. @param change whether others each month; the same ones have the same noise */
export function averaging(
  ptable: PTable,
  count: number,
  { months, change }: { months: number; change: boolean },
): Averaging {
  const own = noiseOf(ptable, count);
  const draws = change ? months : 1;
  const sum = Array.from({ length: draws - 1 }).reduce<Distribution>((so) => sumOf(so, own), own);
  return { deviation: deviationOf(sum) / draws, exact: probabilityOf(sum, (value) => Math.abs(value) * 2 < draws) };
}

/** How often who compares two numbers is right about one person who may have come or gone; guessing is right half the time. */
export interface Differencing {
  /** They know that the others are exactly the same people: then the same number means the same people. */
  readonly sameOthers: number;
  /** They know how many others there are, not that they are the same. */
  readonly knownNumber: number;
  /** They know neither. */
  readonly unknown: number;
}

/** Is there one more beside so many others, or not? Both are as likely, and the attacker decides for what the numbers make likelier. */
export function differencing(ptable: PTable, others: number): Differencing {
  const [without, more] = [shownOf(ptable, others), shownOf(ptable, others + 1)];
  const same = [...without].reduce((total, [number, probability]) => total + probability * (more.get(number) ?? 0), 0);
  const before = new Map([...without].map(([number, probability]) => [-number, probability]));
  return {
    sameOthers: 1 - same / 2,
    knownNumber: rightAbout(without, more),
    unknown: rightAbout(sumOf(without, before), sumOf(more, before)),
  };
}

function rightAbout(one: Distribution, other: Distribution): number {
  const numbers = new Set([...one.keys(), ...other.keys()]);
  return [...numbers].reduce((total, number) => total + Math.max(one.get(number) ?? 0, other.get(number) ?? 0), 0) / 2;
}

export interface Zeros {
  /** Cells that are published as zero though somebody might be in them, and how many of them are of nobody. */
  readonly published: number;
  readonly ofNobody: number;
  /** Cells of 1 to the minimum less one, and how many of them are published as zero. */
  readonly small: number;
  readonly smallAsZero: number;
}

/** Over every cell of every month that is published with noise. */
export function zeros(knowledge: Knowledge, minimum: number): Zeros {
  let [published, ofNobody, small, smallAsZero] = [0, 0, 0, 0];
  for (const source of SOURCES) {
    for (const {
      told: { tables, areas },
    } of knowledge[source]) {
      for (const one of areas.values()) {
        for (const [at, cell] of tables.cells.entries()) {
          if (one.shown[at] === undefined || one.exact.has(at)) continue;
          const [truth, isZero] = [trueCount(cell, one), one.shown[at] === 0];
          const isSmall = truth > 0 && truth < minimum;
          published += Number(isZero);
          ofNobody += Number(isZero && truth === 0);
          small += Number(isSmall);
          smallAsZero += Number(isSmall && isZero);
        }
      }
    }
  }
  return { published, ofNobody, small, smallAsZero };
}
