/** A count and its cell key, which add up together, and the two ways a count is shown. */
import { perturbationBy, readPTable, type PTable } from './ptable.ts';
import { scatter } from './scatter.ts';

/** A count of people with the key that decides its noise. */
export interface Tally {
  /** How many. */
  readonly n: number;
  /** Sum of the record keys of the people counted, modulo 2^32. */
  readonly key: number;
}

/** @returns the tally of all people in the parts; nobody may be in two parts */
export function together(parts: readonly Tally[]): Tally {
  let [n, key] = [0, 0];
  for (const part of parts) {
    n += part.n;
    key = (key + part.key) >>> 0;
  }
  return { n, key };
}

/** How exact a count is. */
export interface Exactness {
  readonly exactness: 'EXACT' | 'PERTURBED';
  /** The most that was added or taken away. */
  readonly noise: number;
  /** The smallest number above zero that is shown. */
  readonly minimum: number;
  /** @returns the number shown, people */
  readonly show: (tally: Tally) => number;
}

/** Every count as it is: for totals of the city, and for callers with the scope `cell:exact`. */
export const EXACT: Exactness = { exactness: 'EXACT', noise: 0, minimum: 1, show: ({ n }) => n };

/** Counts with the noise of the committed table: for everybody else. */
export const PERTURBED: Exactness = perturbedBy(readPTable());

/** @returns counts with the noise of a table */
export function perturbedBy(ptable: PTable): Exactness {
  const perturb = perturbationBy(ptable);
  const { maximumNoise: noise, minimum } = ptable.parameters;
  return { exactness: 'PERTURBED', noise, minimum, show: ({ n, key }) => perturb(n, scatter(key)) };
}
