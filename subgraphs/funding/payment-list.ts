/** Pages of payments, filtered and ordered as the query states. */
import type { Order } from '../data/connection.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { listOf, type List } from '../data/list.ts';
import { inRange } from '../data/ranges.ts';
import type { FundingContext } from './context.ts';
import type { FundingModels, Payment } from './models.ts';
import type { PaymentFilter, PaymentSort } from './resolver-types.ts';

const ORDERS: Readonly<Record<PaymentSort, Order>> = {
  PAID_LATEST: { field: 'paidOn', direction: -1 },
  PAID_EARLIEST: { field: 'paidOn', direction: 1 },
};

/** The list of payments, for every place of the graph that shows some of them. */
export type PaymentList = List<Payment, PaymentFilter, PaymentSort, FundingContext>;

/** @returns a list that refuses a negative amount with CodedError BAD_NUMBER */
export function paymentList({ Payment }: FundingModels): PaymentList {
  return listOf({ model: Payment, orders: ORDERS, conditionOf: paymentCondition });
}

function paymentCondition(filter: Partial<PaymentFilter>): FilterCondition {
  for (const name of ['amountFrom', 'amountTo'] as const) inRange(name, filter[name], 0);
  return allOf(
    oneOf('programme', filter.programmes),
    between('period', filter.periodFrom, filter.periodTo),
    between('amount', filter.amountFrom, filter.amountTo),
  );
}
