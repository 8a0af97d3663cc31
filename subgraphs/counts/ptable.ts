/** The perturbation table (p-table): which noise is added to a count, by the count and its cell key. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a perturbation table is made for. */
export interface PTableParameters {
  /** D: the most that is added or taken away, people. */
  readonly maximumNoise: number;
  /** V: the greatest variance of the noise, people squared. */
  readonly variance: number;
  /** The smallest count above zero that is published; 1 forbids nothing. */
  readonly minimum: number;
}

/** The noise of one true count. */
export interface PTableRow {
  /** The true count, people. */
  readonly count: number;
  /** In rising order, with the probability of each beside it. */
  readonly noise: readonly number[];
  readonly probabilities: readonly number[];
}

/** A perturbation table as `ptable.json` holds it. */
export interface PTable {
  /** Of the construction: 1 made each row by itself; since 2 the counts below the minimum share their likelihood of every number. */
  readonly version: 2;
  readonly parameters: PTableParameters;
  /** By the count, from 0; the last row stands for every greater count. */
  readonly rows: readonly PTableRow[];
}

/** The table this repository's subgraphs perturb by; made by `npm run ptable`. */
export const PTABLE_FILE = fileURLToPath(new URL('ptable.json', import.meta.url));

/** @returns the committed table */
export function readPTable(): PTable {
  return JSON.parse(readFileSync(PTABLE_FILE, 'utf8')) as PTable;
}

/** @returns the variance of a row's noise, whose mean is zero */
export function varianceOf({ noise, probabilities }: PTableRow): number {
  return noise.reduce((sum, value, at) => sum + probabilities[at]! * value * value, 0);
}

/** Cell keys are uniform on 32 bits. */
const KEYS = 2 ** 32;

/**
 * @param count how many people @param cellKey the sum of their record keys, modulo 2^32
 * @returns what is published instead
 */
export type Perturb = (count: number, cellKey: number) => number;

/** @returns the function that looks a count up in the table by its cell key; the same arguments give the same number */
export function perturbationBy({ rows }: PTable): Perturb {
  const bounds = rows.map(({ probabilities }) => cumulated(probabilities));
  const last = rows.length - 1;
  return (count, cellKey) => {
    const row = Math.min(count, last);
    const at = bounds[row]!.findIndex((bound) => cellKey < bound);
    return count + rows[row]!.noise.at(at)!;
  };
}

/** @returns for each value of the noise the cell key at which the next value begins */
function cumulated(probabilities: readonly number[]): number[] {
  let sum = 0;
  return probabilities.map((probability) => (sum += probability) * KEYS);
}
