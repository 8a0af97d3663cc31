/** Pages of payments, narrowed and ordered as they are asked for. */
import { connectionOf, type Connection, type Order } from '../data/connection.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { inRange } from '../data/ranges.ts';
import type { FundingModels, Payment } from './models.ts';
import type { PaymentFilter, PaymentSort, QueryPaymentsArgs, RequireFields } from './resolver-types.ts';

const ORDERS: Readonly<Record<PaymentSort, Order>> = {
  PAID_LATEST: { field: 'paidOn', direction: -1 },
  PAID_EARLIEST: { field: 'paidOn', direction: 1 },
};

/** @param name what the list is called, which marks its cursors @param scope which payments are in it */
export type PaymentList = (
  name: string,
  scope: FilterCondition,
  args: RequireFields<QueryPaymentsArgs, 'sort'>,
) => Promise<Connection<Payment>>;

export const paymentList =
  ({ Payment }: FundingModels): PaymentList =>
  (name, scope, args) =>
    connectionOf(
      Payment,
      { name, condition: allOf(scope, paymentCondition(args.filter ?? {})), order: ORDERS[args.sort] },
      args,
    );

function paymentCondition(filter: PaymentFilter): FilterCondition {
  for (const name of ['amountFrom', 'amountTo'] as const) inRange(name, filter[name], 0);
  return allOf(
    oneOf('programme', filter.programmes),
    between('period', filter.periodFrom, filter.periodTo),
    between('amount', filter.amountFrom, filter.amountTo),
  );
}
