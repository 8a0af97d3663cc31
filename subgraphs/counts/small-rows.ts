/**
 * The rows of the counts below the minimum, made together so that a number shown does not reveal which of them it stands for.
 *
 * Rows of maximum entropy each by itself have tails of very different length: a count of 1 has slack in its variance, counts of 2 and 3 have next to
 * none, so a large number where few are expected meant exactly one person. Here the transition probability of count i to number v > 0 is
 * p(i, v) = i·q(v), with one q for all of them, and p(i, 0) is the rest: the likelihood ratio of i to j is i : j for every number shown.
 *
 * - Unbiased: Σ v·q(v) = 1, for then Σ v·p(i, v) = i.
 * - Variance: i·Σ v²·q(v) − i² is at most V for every i, so Σ v²·q(v) is at most the least of (V + i²) / i.
 * - Of all such q the one by which the rows have the greatest entropy together. It has the form exp(c + a·v + b·v²); c balances the numbers
 *   above zero against zero, and b is 0 where the variance does not bind.
 */
import type { PTableParameters, PTableRow } from './ptable.ts';

/** q over the numbers that any count below the minimum may be shown as. */
interface Shared {
  readonly shown: readonly number[];
  readonly q: readonly number[];
}

/** Halvings of an interval of exponents, after which nothing of it is left. */
const HALVINGS = 200;
/** The steepest fall of a probability, as b. */
const STEEPEST = -1e3;

/**
 * @returns rows of the counts from 1 to the minimum less one; none where every number may be published
 * @throws Error when no such rows have the stated variance
 */
export function makeSmallRows(parameters: PTableParameters): PTableRow[] {
  const { maximumNoise, minimum, variance } = parameters;
  const counts = Array.from({ length: minimum - 1 }, (_, at) => at + 1);
  if (counts.length === 0) return [];
  for (const count of counts) refuseTooSmall(count, parameters);
  // A count of 1 is shown as no more than this, so no other small count is.
  const shown = Array.from({ length: maximumNoise + 2 - minimum }, (_, at) => minimum + at);
  const greatest = Math.min(...counts.map((count) => (variance + count * count) / count));
  const shared = sharedBy(shown, counts, greatest);
  return counts.map((count) => rowOf(count, shared));
}

/** With mean zero the least variance is that of zero and the minimum alone. */
function refuseTooSmall(count: number, { maximumNoise, minimum, variance }: PTableParameters): void {
  const least = count * (minimum - count);
  if (least > variance)
    throw new Error(
      `a count of ${count} cannot be perturbed with variance ${variance}: the least is ${least.toFixed(2)}`,
    );
  if (minimum - count > maximumNoise)
    throw new Error(
      `a count of ${count} cannot be perturbed with noise of ${maximumNoise}: the minimum is ${minimum - count} away`,
    );
}

function rowOf(count: number, { shown, q }: Shared): PTableRow {
  const above = q.map((each) => count * each);
  return { count, noise: [0, ...shown].map((number) => number - count), probabilities: [1 - sum(above), ...above] };
}

/** @param greatest the greatest second moment of q that every row's variance allows */
function sharedBy(shown: readonly number[], counts: readonly number[], greatest: number): Shared {
  const square = (b: number): number => sum(balanced(shown, counts, b).map((each, at) => each * shown[at]! ** 2));
  const b = square(0) <= greatest ? 0 : halved(STEEPEST, 0, (middle) => square(middle) > greatest);
  return { shown, q: balanced(shown, counts, b) };
}

/**
 * For one b: a of greatest entropy, at which c is the weighted mean of log(p(i, 0) / i). The steeper q rises, the smaller is c and the
 * more is left to zero.
 */
function balanced(shown: readonly number[], counts: readonly number[], b: number): number[] {
  const all = sum(counts);
  const balance = (total: number): number =>
    sum(counts.map((count) => count * Math.log((1 - count * total) / count))) / all;
  const widest = -2 * STEEPEST * shown.at(-1)!;
  const a = halved(-widest, widest, (middle) => {
    const { c, q } = unbiased(shown, middle, b);
    return c < balance(sum(q));
  });
  return unbiased(shown, a, b).q;
}

/** For one a and b: c by which Σ v·q(v) is 1. */
function unbiased(shown: readonly number[], a: number, b: number): { c: number; q: number[] } {
  const exponents = shown.map((number) => a * number + b * number * number);
  const most = Math.max(...exponents);
  const raw = exponents.map((exponent) => Math.exp(exponent - most));
  const scale = sum(raw.map((each, at) => each * shown[at]!));
  return { c: -most - Math.log(scale), q: raw.map((each) => each / scale) };
}

/** Halves an interval until nothing of it is left. @param isTooHigh rises once, from false to true @returns where it rises */
export function halved(low: number, high: number, isTooHigh: (middle: number) => boolean): number {
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (isTooHigh(middle)) high = middle;
    else low = middle;
  }
  return low;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
