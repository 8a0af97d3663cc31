/** What a month of cover costs, and what the insurer bills for a month. */
import { versionOf } from '../../data/record-version.ts';
import { toRupiah } from '../../data/scalars.ts';
import { stub } from '../../data/stub.ts';
import { payable } from '../liability.ts';
import type { FundingParents } from '../parents.ts';
import { paidOf } from '../reconciliation.ts';
import type { BatchStatus, ContributionBatchResolvers, ContributionRateResolvers } from '../resolver-types.ts';

/** Work accident is one per cent of the stated income of those who earn no wage (PP 44/2015). */
const WAGE_PER_JKK = 100n;

/** `ContributionRate`: `total` is rupiah a month after the discount. */
export const contributionRateResolvers: ContributionRateResolvers = {
  __resolveReference: ({ id }, { load }) => load.rate.load(id),
  id: ({ _id }) => _id,
  total: (rate) => payable(rate),
  wageClass: ({ jkk }) => toRupiah(jkk) * WAGE_PER_JKK,
};

/** `ContributionBatch`: what is paid is summed from its payments, never kept. */
export const contributionBatchResolvers: ContributionBatchResolvers = {
  __resolveReference: ({ id }, { load }) => load.batch.load(id),
  id: ({ _id }) => _id,
  version: versionOf,
  programme: ({ programme }, _args, { load }) => load.programme.load(programme) as Promise<FundingParents['Programme']>,
  paid: ({ _id }, _args, { load }) => paidOf(load.paymentsOfBatch.load(_id)),
  status: async ({ _id, amount }, _args, { load }) =>
    statusOf(toRupiah(amount), await paidOf(load.paymentsOfBatch.load(_id))),
  insurer: ({ insurer }) => stub('Agency', 'code', insurer),
  payments: ({ _id }, _args, { load }) => load.paymentsOfBatch.load(_id),
};

function statusOf(amount: bigint, paid: bigint): BatchStatus {
  if (paid >= amount) return 'PAID';
  return paid === 0n ? 'OPEN' : 'PARTLY_PAID';
}
