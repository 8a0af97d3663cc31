/** A count and its cell key, which add up together; and the two ways a count is shown. */
import { perturbationBy, readPTable } from './ptable.ts';

export interface Tally {
  /** How many. */
  readonly n: number;
  /** Sum of the record keys of who is counted, modulo 2^32. */
  readonly key: number;
}

/** @returns the tally of all who are in one of the parts; nobody may be in two */
export function together(parts: readonly Tally[]): Tally {
  let [n, key] = [0, 0];
  for (const part of parts) {
    n += part.n;
    key = (key + part.key) >>> 0;
  }
  return { n, key };
}

/** How exact a count is. `noise`: the most that was added or taken away. */
export interface Exactness {
  readonly exactness: 'EXACT' | 'PERTURBED';
  readonly noise: number;
  readonly show: (tally: Tally) => number;
}

export const EXACT: Exactness = { exactness: 'EXACT', noise: 0, show: ({ n }) => n };

export const PERTURBED: Exactness = perturbed();

function perturbed(): Exactness {
  const ptable = readPTable();
  const perturb = perturbationBy(ptable);
  return { exactness: 'PERTURBED', noise: ptable.parameters.maximumNoise, show: ({ n, key }) => perturb(n, key) };
}
