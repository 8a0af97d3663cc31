/** Keys are scattered before the p-table is looked up, so that keys which add up give noise from which nothing adds up. */
import { describe, expect, it } from 'vitest';
import { perturbationBy, readPTable } from '../../../subgraphs/counts/ptable.ts';
import { scatter } from '../../../subgraphs/counts/scatter.ts';
import { PERTURBED, together } from '../../../subgraphs/counts/tally.ts';

const KEYS = 2 ** 32;
/** Spread over all keys, in no order that the function knows. */
const keys = Array.from({ length: 200_000 }, (_, at) => (at * 2_654_435_769) % KEYS);

/** Of an odd number, modulo 2^32, by Newton's steps. */
function inverse(odd: number): number {
  let found = odd;
  for (let step = 0; step < 5; step++) found = Math.imul(found, 2 - Math.imul(odd, found));
  return found;
}

describe('scattered keys', () => {
  it('are one to one: each leads back to its key', () => {
    const back = (mixed: number): number => {
      let key = (mixed ^ (mixed >>> 16)) >>> 0;
      key = Math.imul(key, inverse(0x846ca68b));
      key = Math.imul(key ^ (key >>> 15) ^ (key >>> 30), inverse(0x7feb352d));
      return (key ^ (key >>> 16)) >>> 0;
    };
    for (const key of keys) if (back(scatter(key)) !== key) expect(back(scatter(key))).toBe(key);
  });

  it('are uniform on 32 bits', () => {
    const tenths = new Array<number>(10).fill(0);
    for (const key of keys) tenths[Math.floor((scatter(key) / KEYS) * 10)]! += 1;
    for (const many of tenths) expect(Math.abs(many / keys.length - 0.1)).toBeLessThan(0.005);
  });
});

describe('the noise of two parts and of their sum', () => {
  const perturb = perturbationBy(readPTable());
  /** Two parts of twenty people whose noise is the highest share of all: of keys that add up, the sum's noise is high too, or the lowest. */
  const upper = (show: (key: number) => number): number[] => {
    const high = keys.filter((key) => show(key) > 22);
    return high.slice(0, 4_000).map((key, at) => show((key + high[(at * 7_919) % high.length]!) % KEYS) - 20);
  };
  const shareBelow = (noise: readonly number[], bound: number): number =>
    noise.filter((one) => one < bound).length / noise.length;

  it('reveals the sum where the table is looked up by the keys themselves', () => {
    expect(
      shareBelow(
        upper((key) => perturb(20, key)),
        0,
      ),
    ).toBe(0);
  });

  it('reveals nothing where they are scattered: as often below zero as any noise is', () => {
    const below = shareBelow(
      upper((key) => PERTURBED.show({ n: 20, key })),
      0,
    );
    expect(
      Math.abs(
        below -
          shareBelow(
            keys.map((key) => PERTURBED.show({ n: 20, key }) - 20),
            0,
          ),
      ),
    ).toBeLessThan(0.03);
  });

  it('is still that of the people: the same whichever parts were added up', () => {
    const [a, b, c] = [
      { n: 7, key: 4_000_000_000 },
      { n: 5, key: 123 },
      { n: 2, key: 3_999_999_999 },
    ];
    expect(PERTURBED.show(together([together([a, b]), c]))).toBe(PERTURBED.show(together([c, b, a])));
  });
});
