/**
 * Makes a perturbation table (p-table) for frequency counts by maximum entropy, as the R package `ptable` does (Giessing 2016,
 * doi:10.1007/978-3-319-45381-1_18). Of all noise that is unbiased, bounded, of at most the stated variance, and that publishes no
 * number from 1 to the minimum less one, it is the noise from which least follows about the count. Run once, by `npm run ptable`.
 *
 * The rows of the counts below the minimum are made together (small-rows.ts), every other one by itself.
 */
import { halved, makeSmallRows } from './small-rows.ts';
import type { PTable, PTableParameters, PTableRow } from './ptable.ts';

/** One value of the noise, or several with the same probability, which the row's form ties together. */
interface Block {
  readonly values: number[];
  /** Mean of the values, and of their squares. */
  readonly mean: number;
  readonly square: number;
}

const TOLERANCE = 1e-12;

/** @throws Error when no noise of this variance and bound exists for some count: the message states the count and what it needs */
export function makePTable(parameters: PTableParameters): PTable {
  const { maximumNoise, minimum } = parameters;
  // From there on the noise runs free on both sides: what it could not reach is below zero or never published.
  const last = maximumNoise + (minimum > 1 ? minimum : 0);
  const small = makeSmallRows(parameters);
  return {
    version: 2,
    parameters,
    rows: Array.from({ length: last + 1 }, (_, count) => small[count - 1] ?? makeRow(count, parameters)),
  };
}

/**
 * A row of maximum entropy by itself, as the method is published.
 * @param count the row's true count; the last row stands for every greater one
 */
export function makeRow(count: number, parameters: PTableParameters): PTableRow {
  if (count === 0) return { count, noise: [0], probabilities: [1] };
  const noise = supportOf(count, parameters);
  const probabilities = maximumEntropy(count, noise, parameters.variance);
  return { count, noise, probabilities };
}

/** What may be added to a count: nothing beyond the bound, below zero, or that ends at a number that is never published. */
function supportOf(count: number, { maximumNoise, minimum }: PTableParameters): number[] {
  const all = Array.from({ length: 2 * maximumNoise + 1 }, (_, at) => at - maximumNoise);
  return all.filter((noise) => count + noise === 0 || count + noise >= Math.max(minimum, 1));
}

/** Where the row's form is broken (rarer near no noise than farther away), neighbours are tied and the row is solved again. */
function maximumEntropy(count: number, noise: readonly number[], variance: number): number[] {
  let blocks = noise.map((value) => blockOf([value]));
  for (;;) {
    const weights = solve(count, blocks, variance);
    const broken = firstBroken(blocks, weights);
    if (broken === undefined) return spread(noise, blocks, weights);
    const tied = blockOf([...blocks[broken]!.values, ...blocks[broken + 1]!.values]);
    blocks = [...blocks.slice(0, broken), tied, ...blocks.slice(broken + 2)];
  }
}

function blockOf(values: number[]): Block {
  const sum = (of: (value: number) => number): number => values.reduce((total, value) => total + of(value), 0);
  return { values, mean: sum((value) => value) / values.length, square: sum((value) => value * value) / values.length };
}

/**
 * Probabilities rise towards no noise and fall after it, where the count may stay as it is.
 * @returns the left one of two blocks that do not
 */
function firstBroken(blocks: readonly Block[], weights: readonly number[]): number | undefined {
  const stays = blocks.findIndex(({ values }) => values.includes(0));
  if (stays === -1) return undefined;
  for (let at = 0; at + 1 < blocks.length; at++) {
    const rises = weights[at + 1]! - weights[at]!;
    if (at < stays ? rises < -TOLERANCE : rises > TOLERANCE) return at;
  }
  return undefined;
}

function spread(noise: readonly number[], blocks: readonly Block[], weights: readonly number[]): number[] {
  const of = new Map(blocks.flatMap(({ values }, at) => values.map((value) => [value, weights[at]!] as const)));
  return noise.map((value) => of.get(value)!);
}

/**
 * Probability of each value of each block. Of maximum entropy are exp(a·v + b·v²), normalized; without a bound on the variance b is 0.
 * @throws Error when even the least variance with mean zero is above the stated one
 */
function solve(count: number, blocks: readonly Block[], variance: number): number[] {
  const free = tilted(blocks, 0);
  if (momentOf(blocks, free, 'square') <= variance + TOLERANCE) return free;
  let low = -1;
  while (momentOf(blocks, tilted(blocks, low), 'square') > variance + TOLERANCE) {
    low *= 2;
    if (low < -1e3)
      throw new Error(
        `a count of ${count} cannot be perturbed with variance ${variance}: the least is ${leastVariance(blocks).toFixed(2)}`,
      );
  }
  return tilted(
    blocks,
    halved(low, 0, (middle) => momentOf(blocks, tilted(blocks, middle), 'square') > variance),
  );
}

/** Mean zero for a given b, found by halving: the mean rises with a. */
function tilted(blocks: readonly Block[], b: number): number[] {
  const a = halved(-1e3, 1e3, (middle) => momentOf(blocks, weightsOf(blocks, middle, b), 'mean') > 0);
  return weightsOf(blocks, a, b);
}

function weightsOf(blocks: readonly Block[], a: number, b: number): number[] {
  const exponents = blocks.map(({ mean, square }) => a * mean + b * square);
  const most = Math.max(...exponents);
  const raw = exponents.map((exponent) => Math.exp(exponent - most));
  const total = raw.reduce((sum, weight, at) => sum + weight * blocks[at]!.values.length, 0);
  return raw.map((weight) => weight / total);
}

function momentOf(blocks: readonly Block[], weights: readonly number[], moment: 'mean' | 'square'): number {
  return blocks.reduce((sum, block, at) => sum + weights[at]! * block.values.length * block[moment], 0);
}

/** With mean zero: of the nearest value below no noise and the nearest not below. */
function leastVariance(blocks: readonly Block[]): number {
  const values = blocks.flatMap((block) => block.values);
  const below = Math.max(...values.filter((value) => value < 0));
  const above = Math.min(...values.filter((value) => value >= 0));
  return -below * above;
}
