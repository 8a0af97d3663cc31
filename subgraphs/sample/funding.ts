/** The bills and payments of October to December 2025. */
import type { Budget, ContributionBatch, Payment } from '../funding/models.ts';

const MONTHS = [
  ['2025-10', '2025-11-14'],
  ['2025-11', '2025-12-05'],
  ['2025-12', '2025-12-22'],
] as const;
/** Lowest BPU class: JKK Rp10,000 and JKM Rp6,800 a month. */
const MONTHLY = 16_800n;

/** @param participants on the roster @returns a bill for each month, in rupiah */
export function batchesOf(participants: number): ContributionBatch[] {
  return MONTHS.map(([period]) => ({
    _id: `SIGAP-${period}`,
    programme: 'SIGAP',
    period,
    participants,
    amount: MONTHLY * BigInt(participants),
    insurer: 'BPJSTK',
  }));
}

/** @returns payments of the bills in their order, until the ceiling of the one budget is reached */
export function paymentsOf(batches: readonly ContributionBatch[], [budget]: readonly Budget[]): Payment[] {
  let left = budget!.ceiling as bigint;
  return batches.flatMap(({ _id, period, amount }, at) => {
    const paid = left < (amount as bigint) ? left : (amount as bigint);
    left -= paid;
    const [, paidOn] = MONTHS[at]!;
    if (paid === 0n) return [];
    return [
      {
        _id: `P-${period}`,
        programme: 'SIGAP',
        batch: _id,
        budget: budget!._id,
        period,
        paidOn,
        amount: paid,
        reference: `SP2D/${period}/0001`,
      },
    ];
  });
}
