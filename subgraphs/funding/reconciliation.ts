/** A budget against what its programme costs and what was billed and paid. */
import { toRupiah } from '../data/scalars.ts';
import type { Liability } from './liability.ts';
import type { Budget, ContributionBatch, Payment } from './models.ts';

/** A budget beside what its months cost; amounts are rupiah, `monthsFunded` and `monthsLeft` months with two decimals. */
export interface Reconciliation {
  readonly budget: Budget;
  readonly from: string;
  readonly to: string;
  readonly participants: number;
  readonly months: number;
  readonly ceiling: bigint;
  readonly liability: bigint;
  readonly billed: bigint;
  readonly paid: bigint;
  readonly unpaid: bigint;
  readonly remaining: bigint;
  readonly shortfall: bigint;
  readonly monthsFunded: number;
  readonly monthsLeft: number;
  readonly periods: ReconciliationPeriod[];
}

interface ReconciliationPeriod {
  readonly period: string;
  readonly liability: bigint;
  readonly billed: bigint;
  readonly paid: bigint;
  readonly unpaid: bigint;
  readonly paidToDate: bigint;
  readonly remaining: bigint;
}

type Amounts = readonly { amount: ContributionBatch['amount'] }[];

const sumOf = (rows: Amounts): bigint => rows.reduce((sum, { amount }) => sum + toRupiah(amount), 0n);
/** @returns rupiah, exact whatever the number of payments */
export const paidOf = async (payments: Promise<Amounts>): Promise<bigint> => sumOf(await payments);

/** @param liability over the months of the budget */
export function reconcile(
  budget: Budget,
  liability: Liability,
  batches: readonly ContributionBatch[],
  payments: readonly Payment[],
): Reconciliation {
  const months = liability.periods.map(({ period, amount }) => monthOf(period, amount, batches, payments));
  const add = (field: 'billed' | 'paid' | 'unpaid'): bigint => months.reduce((sum, month) => sum + month[field], 0n);
  const ceiling = toRupiah(budget.ceiling);
  const periods = runningTotals(months, ceiling);
  const remaining = ceiling - sumOf(payments);
  const over = liability.total - ceiling;
  return {
    budget,
    from: liability.from,
    to: liability.to,
    participants: liability.participants,
    months: periods.length,
    ceiling,
    liability: liability.total,
    billed: add('billed'),
    paid: add('paid'),
    unpaid: add('unpaid'),
    remaining,
    shortfall: over > 0n ? over : 0n,
    monthsFunded: monthsOf(ceiling, liability),
    monthsLeft: monthsOf(remaining, liability),
    periods,
  };
}

function monthOf(
  period: string,
  liability: bigint,
  batches: readonly ContributionBatch[],
  payments: readonly Payment[],
) {
  const billed = sumOf(batches.filter((batch) => batch.period === period));
  const paid = sumOf(payments.filter((payment) => payment.period === period));
  return { period, liability, billed, paid, unpaid: billed - paid };
}

/** @param months in their order @returns each with what was paid up to it, and what that leaves of the ceiling */
function runningTotals(months: readonly ReturnType<typeof monthOf>[], ceiling: bigint): ReconciliationPeriod[] {
  let paidToDate = 0n;
  return months.map((month) => {
    paidToDate += month.paid;
    return { ...month, paidToDate, remaining: ceiling - paidToDate };
  });
}

/** How many months an amount pays for, to two decimals; 0 when nothing is owed. */
function monthsOf(amount: bigint, { total, periods }: Liability): number {
  return total === 0n ? 0 : Number((amount * BigInt(periods.length) * 100n) / total) / 100;
}
