/** A budget, and a payment from it. */
import { toRupiah } from '../../data/scalars.ts';
import { paidOf } from '../reconciliation.ts';
import type { BudgetResolvers, PaymentResolvers } from '../resolver-types.ts';
import type { FundingParents } from '../parents.ts';

/** `Budget`: what is paid and left is summed from its payments, in rupiah. */
export const budgetResolvers: BudgetResolvers = {
  __resolveReference: ({ id }, { load }) => load.budget.load(id),
  id: ({ _id }) => _id,
  programme: ({ programme }, _args, { load }) => load.programme.load(programme) as Promise<FundingParents['Programme']>,
  paid: ({ _id }, _args, { load }) => paidOf(load.paymentsOfBudget.load(_id)),
  remaining: async ({ _id, ceiling }, _args, { load }) =>
    toRupiah(ceiling) - (await paidOf(load.paymentsOfBudget.load(_id))),
};

/** `Payment`: its bill and its budget. */
export const paymentResolvers: PaymentResolvers = {
  __resolveReference: ({ id }, { load }) => load.payment.load(id),
  id: ({ _id }) => _id,
  batch: ({ batch }, _args, { load }) => load.batch.load(batch) as Promise<FundingParents['ContributionBatch']>,
  budget: ({ budget }, _args, { load }) => load.budget.load(budget) as Promise<FundingParents['Budget']>,
};
