/** When cover may begin, end and be paid, day by day around each bound. */
import { describe, expect, it } from 'vitest';
import { lastMonthToBegin, lastMonthToPay, outOfBounds } from '../../../subgraphs/data/cover-bounds.ts';

const TODAY = '2026-03-10';
const COVER = { from: '2025-10-15', to: null, insurerStatus: 'ACTIVE', paidThrough: '2026-02' } as const;
const judge = (more: Partial<Parameters<typeof outOfBounds>[0]>, isBegun = false) =>
  outOfBounds({ ...COVER, ...more }, TODAY, isBegun);
const ended = (to: string, more: Partial<Parameters<typeof outOfBounds>[0]> = {}) =>
  judge({ to, insurerStatus: 'CLOSED', ...more });

describe('cover', () => {
  it('begins from July 2015 to the end of the next month', () => {
    const begins = (from: string) => judge({ from, paidThrough: null });
    expect(['2015-07-01', '2015-07-31', '2026-03-11', '2026-04-30'].map(begins)).toEqual(Array(4).fill(undefined));
    expect(['2015-06-30', '1999-01-01', '2026-05-01', '2099-01-01'].map(begins)).toEqual(Array(4).fill('coverFrom'));
    expect(judge({ from: '2012-01-01' }, true)).toBeUndefined();
    expect([lastMonthToBegin('2026-12-31'), lastMonthToPay('2026-12-31')]).toEqual(['2027-01', '2027-12']);
  });

  it('ends from its first day to today', () => {
    expect(['2025-10-15', '2026-02-28', TODAY].map((to) => ended(to))).toEqual(Array(3).fill(undefined));
    expect(['2025-10-14', '2026-03-11'].map((to) => ended(to))).toEqual(['coverTo', 'coverTo']);
  });

  it('has a last day where it is closed, and none while it runs', () => {
    expect(judge({ insurerStatus: 'CLOSED' })).toBe('coverTo');
    expect(judge({ insurerStatus: 'INACTIVE' })).toBeUndefined();
    expect(ended(TODAY, { insurerStatus: 'INACTIVE' })).toBeUndefined();
    for (const insurerStatus of ['ACTIVE', 'PENDING']) expect(ended(TODAY, { insurerStatus })).toBe('insurerStatus');
  });

  it('is paid from its first month, as a whole, to twelve months ahead', () => {
    const paid = (paidThrough: string) => judge({ paidThrough });
    expect(['2025-10', '2026-03', '2027-03'].map(paid)).toEqual(Array(3).fill(undefined));
    expect(['2025-09', '2027-04'].map(paid)).toEqual(['paidThrough', 'paidThrough']);
  });
});
