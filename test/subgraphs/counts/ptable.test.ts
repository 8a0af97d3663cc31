/** The perturbation table: made as the R package `ptable` makes it, and as docs/disclosure.md says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makePTable } from '../../../subgraphs/counts/make-ptable.ts';
import {
  perturbationBy,
  readPTable,
  varianceOf,
  type PTable,
  type PTableRow,
} from '../../../subgraphs/counts/ptable.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const meanOf = ({ noise, probabilities }: PTableRow): number =>
  sum(noise.map((value, at) => value * probabilities[at]!));
const entropy = (probabilities: readonly number[]): number => -sum(probabilities.map((each) => each * Math.log(each)));
const rounded = (numbers: readonly number[]): number[] => numbers.map((each) => Number(each.toFixed(4)));

describe('a p-table of maximum entropy', () => {
  it('is the published one for D = 2 and V = 1 (introduction to the R package ptable, 1.0.0)', () => {
    const { rows } = makePTable({ maximumNoise: 2, variance: 1, minimum: 1 });
    expect(rows.map(({ count, noise }) => ({ count, noise }))).toEqual([
      { count: 0, noise: [0] },
      { count: 1, noise: [-1, 0, 1, 2] },
      { count: 2, noise: [-2, -1, 0, 1, 2] },
    ]);
    expect(rounded(rows[1]!.probabilities)).toEqual([0.3665, 0.3665, 0.1676, 0.0995]);
    expect(rows[2]!.probabilities[0]).toBeCloseTo(0.0638, 4);
    expect(rows[2]!.probabilities[2]).toBeCloseTo(0.383, 3);
    expect(rows.map((row) => Number(varianceOf(row).toFixed(3)))).toEqual([0, 0.932, 1]);
  });

  it('gives counts below the minimum the greatest entropy together that their form, mean and variance leave', () => {
    const { rows } = makePTable({ maximumNoise: 10, variance: 7, minimum: 5 });
    const q = rows[1]!.probabilities.slice(1);
    const entropyOf = (some: readonly number[]): number =>
      sum([1, 2, 3, 4].map((count) => entropy([1 - count * sum(some), ...some.map((each) => count * each)])));
    // Of three numbers in a row: what leaves both moments as they are. Together these are all such moves.
    for (let at = 0; at + 2 < q.length; at++) {
      for (const step of [0.01, -0.01].map((share) => share * Math.min(...q.slice(at, at + 3)))) {
        const moved = q.map((each, index) => each + (step * ([1, -2, 1][index - at] ?? 0)) / (5 + index));
        expect(entropyOf(moved)).toBeLessThan(entropyOf(q));
      }
    }
  });

  it('names the count that cannot have noise of a variance, and what it would need', () => {
    expect(() => makePTable({ maximumNoise: 8, variance: 5, minimum: 5 })).toThrow(
      'a count of 2 cannot be perturbed with variance 5: the least is 6.00',
    );
  });
});

describe('the committed p-table', () => {
  const table = readPTable();
  const { maximumNoise, variance, minimum } = table.parameters;

  it('is what npm run ptable makes from its parameters', () => {
    const made = makePTable(table.parameters);
    expect(made.rows.map(({ count, noise }) => [count, noise])).toEqual(
      table.rows.map(({ count, noise }) => [count, noise]),
    );
    for (const [at, { probabilities }] of made.rows.entries()) {
      for (const [index, probability] of probabilities.entries())
        expect(table.rows[at]!.probabilities[index]).toBeCloseTo(probability, 9);
    }
  });

  it.each(table.rows.map((row) => [row.count, row] as const))(
    'a count of %i: unbiased, bounded, of the stated variance, never published as 1 to the minimum less one',
    (count, row) => {
      expect(sum(row.probabilities)).toBeCloseTo(1, 9);
      expect(meanOf(row)).toBeCloseTo(0, 8);
      expect(varianceOf(row)).toBeLessThanOrEqual(variance + 1e-6);
      for (const noise of row.noise) {
        expect(Math.abs(noise)).toBeLessThanOrEqual(maximumNoise);
        expect(count + noise === 0 || count + noise >= minimum).toBe(true);
      }
    },
  );

  const small = table.rows.slice(1, minimum);
  const probabilityOf = (count: number, number: number): number => {
    const { noise, probabilities } = table.rows[count]!;
    return probabilities[noise.indexOf(number - count)] ?? 0;
  };
  const numbers = Array.from({ length: maximumNoise + 2 - minimum }, (_, at) => minimum + at);

  it('shows no number above zero that distinguishes one count below the minimum from another: their likelihoods are as the counts themselves', () => {
    for (const { count, noise } of small) {
      expect(noise.map((value) => count + value)).toEqual([0, ...numbers]);
      for (const number of numbers)
        expect(probabilityOf(count, number) / (count * probabilityOf(1, number))).toBeCloseTo(1, 3);
    }
  });

  it('keeps every number of a count below the minimum likely enough for a key of 32 bits', () => {
    for (const { probabilities } of small) expect(Math.min(...probabilities) * 2 ** 32).toBeGreaterThan(100);
  });

  it('uses the whole variance where it binds: for a count of 3', () => {
    expect(small.map((row) => Number(varianceOf(row).toFixed(2)))).toEqual([4.33, 6.67, 7, 5.33]);
  });

  it('shows no number likelier for one person than for a count from the minimum up to 7, and one of 7 or more not likelier than for the number itself', () => {
    for (const number of numbers) {
      for (const count of [5, 6, 7]) expect(probabilityOf(1, number)).toBeLessThan(probabilityOf(count, number));
      expect(probabilityOf(1, number)).toBeLessThan(probabilityOf(number, number));
    }
  });

  it('leaves zero as it is, and gives every larger count than its last row the noise of that', () => {
    expect(table.rows[0]).toEqual({ count: 0, noise: [0], probabilities: [1] });
    const last = table.rows.at(-1)!;
    expect(last.noise).toHaveLength(2 * maximumNoise + 1);
    expect(last.count - maximumNoise).toBeGreaterThanOrEqual(minimum);
  });

  it('moves nine of ten counts from 15 on by no more than 4', () => {
    const { count, noise, probabilities } = table.rows.at(-1)!;
    expect(count).toBe(15);
    expect(sum(noise.map((value, at) => (Math.abs(value) <= 4 ? probabilities[at]! : 0)))).toBeGreaterThan(0.9);
  });

  it('is for the minimum of every count in the contract', () => {
    const sdl = ['workers', 'groups', 'funding']
      .map((name) => readFileSync(new URL(`../../../schema/${name}.graphql`, import.meta.url), 'utf8'))
      .join('\n');
    const minimums = new Set([...sdl.matchAll(/@aggregate\(minimum: (\d+)\)/g)].map(([, digits]) => Number(digits)));
    expect([...minimums].sort()).toEqual([0, minimum]);
  });
});

describe('perturbing by a p-table', () => {
  const table = readPTable();
  const perturb = perturbationBy(table);

  it('gives one number for a count and a key, and over all keys each as often as the table states', () => {
    expect(perturb(3, 123)).toBe(perturb(3, 123));
    for (const row of table.rows) {
      const off = frequencies(table, row).map((share, at) => Math.abs(share - row.probabilities[at]!));
      expect(Math.max(...off)).toBeLessThan(0.000_1);
    }
  });

  it('gives counts beyond the last row its noise too, up to the last key', () => {
    const { maximumNoise } = table.parameters;
    expect([perturb(5_000, 0), perturb(5_000, 2 ** 32 - 1)]).toEqual([5_000 - maximumNoise, 5_000 + maximumNoise]);
  });

  /** Shares of each value of a row's noise, over keys that are evenly spread. */
  function frequencies({ rows }: PTable, { count, noise }: PTableRow): number[] {
    expect(rows[count]!.count).toBe(count);
    const steps = 100_000;
    const found = new Map<number, number>();
    for (let step = 0; step < steps; step++) {
      const value = perturb(count, Math.floor((step / steps) * 2 ** 32)) - count;
      found.set(value, (found.get(value) ?? 0) + 1);
    }
    return noise.map((value) => (found.get(value) ?? 0) / steps);
  }
});
