/** Pages of verifications, narrowed and ordered as they are asked for, of those the caller may see. */
import { connectionOf, type Connection, type Order } from '../data/connection.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { within } from '../data/visible-rows.ts';
import type { Context } from './context.ts';
import type { Verification, WorkerModels } from './models.ts';
import type { QueryVerificationsArgs, RequireFields, VerificationFilter, VerificationSort } from './resolver-types.ts';

const ORDERS: Readonly<Record<VerificationSort, Order>> = {
  REQUESTED_EARLIEST: { field: 'requestedOn', direction: 1 },
  REQUESTED_LATEST: { field: 'requestedOn', direction: -1 },
};

/** @param name what the list is called, which marks its cursors @param scope which verifications are in it */
export type VerificationList = (
  name: string,
  scope: FilterCondition,
  args: RequireFields<QueryVerificationsArgs, 'sort'>,
  context: Context,
) => Promise<Connection<Verification>>;

/** @param seal closes the cursors */
export function verificationList({ Verification }: WorkerModels, seal: FieldEncryption): VerificationList {
  return async (name, scope, args, { visible }) => {
    const condition = await within(allOf(scope, verificationCondition(args.filter ?? {})), visible.verifications);
    return connectionOf(Verification, { name, condition, order: ORDERS[args.sort], seal }, args);
  };
}

function verificationCondition(filter: VerificationFilter): FilterCondition {
  return allOf(
    oneOf('agency', filter.agencies),
    oneOf('verdict', filter.verdicts),
    between('requestedOn', filter.requestedFrom, filter.requestedTo),
  );
}
