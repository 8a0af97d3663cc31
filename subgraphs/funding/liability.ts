/** What participants cost. A rate is looked up by sector and month, never written in code. */
import { subgraphFault } from '../errors.ts';
import { periodsBetween } from '../data/period.ts';
import { toRupiah } from '../data/scalars.ts';
import { counted, type SectorCount } from './counted.ts';
import type { ContributionRate } from './models.ts';

interface LiabilityPeriod {
  readonly period: string;
  readonly amount: bigint;
  readonly sectors: { sector: string; participants: number; rate: ContributionRate; amount: bigint }[];
}

/** What participants cost over some months, in rupiah, by month and sector; months are `YYYY-MM`, both included. */
export interface Liability {
  readonly from: string;
  readonly to: string;
  readonly participants: number;
  readonly total: bigint;
  readonly periods: LiabilityPeriod[];
}

/** @returns rupiah a month after the discount; the rates in force divide evenly, and a remainder would be cut off */
export function payable({ jkk, jkm, discountPercent }: ContributionRate): bigint {
  return ((toRupiah(jkk) + toRupiah(jkm)) * BigInt(100 - discountPercent)) / 100n;
}

/** @param period `YYYY-MM` @returns the rate that holds for a sector in a month, if there is one */
export function rateAt(
  rates: readonly ContributionRate[],
  sector: string,
  period: string,
): ContributionRate | undefined {
  return rates.find((rate) => rate.sector === sector && rate.from <= period && (rate.to == null || period <= rate.to));
}

/**
 * @param counts participants by sector, the same in every month
 * @param from first month, `YYYY-MM` @param to last month
 * @throws CodedError BAD_PERIOD_RANGE, NO_RATE, COUNTS_MISSING
 */
export function liabilityOf(
  counts: readonly SectorCount[],
  rates: readonly ContributionRate[],
  from: string,
  to: string,
): Liability {
  const periods = periodsBetween(from, to).map((period) => monthOf(counts, rates, period));
  return {
    from,
    to,
    participants: total(counts),
    total: periods.reduce((sum, { amount }) => sum + amount, 0n),
    periods,
  };
}

function monthOf(counts: readonly SectorCount[], rates: readonly ContributionRate[], period: string): LiabilityPeriod {
  const sectors = counts.map(({ sector, count }) => {
    const rate = rateAt(rates, sector, period);
    if (rate === undefined) throw subgraphFault('NO_RATE', `for ${sector} in ${period}`);
    const participants = peopleOf(count);
    return { sector, participants, rate, amount: payable(rate) * BigInt(participants) };
  });
  return { period, amount: sectors.reduce((sum, { amount }) => sum + amount, 0n), sectors };
}

/** @returns the people of all sectors @throws CodedError COUNTS_MISSING */
export const total = (counts: readonly SectorCount[]): number =>
  counts.reduce((sum, { count }) => sum + peopleOf(count), 0);

const peopleOf = (count: SectorCount['count']): number => counted(count, 'the count of a sector');
