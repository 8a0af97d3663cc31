/** A scale for rates that lie close together. */
import { describe, expect, it } from 'vitest';
import { areClose, placeOn, rateScale } from '../../../web/charts/rate-scale.ts';

describe('a scale for rates', () => {
  it('ends at round numbers around them, with few steps', () => {
    expect(rateScale(0.824, 0.861, 5).ticks).toEqual([0.82, 0.83, 0.84, 0.85, 0.86, 0.87]);
    expect(rateScale(0.805, 0.879, 5).ticks).toEqual([0.8, 0.82, 0.84, 0.86, 0.88]);
    expect(rateScale(0.805, 0.879, 2).ticks).toEqual([0.8, 0.85, 0.9]);
  });

  it('stays between nothing and all', () => {
    expect(rateScale(0, 1, 5).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(rateScale(0.97, 1, 5).to).toBe(1);
  });

  it('has two ends where all rates are the same, also where they are all', () => {
    expect(rateScale(0.5, 0.5, 5).ticks).toEqual([0.5, 0.51]);
    expect(rateScale(1, 1, 5).ticks).toEqual([0.99, 1]);
  });

  it('has every rate at its share of the way', () => {
    const scale = rateScale(0.8, 0.9, 5);
    expect([0.8, 0.85, 0.9].map((rate) => Math.round(100 * placeOn(scale, rate)))).toEqual([0, 50, 100]);
  });

  it('is for rates that lie close together and far from nothing: others are bars', () => {
    expect(areClose([0.82, 0.86])).toBe(true);
    expect(areClose([0.02, 0.06])).toBe(false);
    expect(areClose([0.4, 0.9])).toBe(false);
    expect(areClose([0.8])).toBe(false);
  });
});
