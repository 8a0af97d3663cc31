/** Pages of members, narrowed and ordered as they are asked for, of those the caller may see. */
import { atRisk } from '../counts/months-in-row.ts';
import { connectionOf, type Connection, type Order } from '../data/connection.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { within } from '../data/visible-rows.ts';
import type { Context } from './context.ts';
import type { GroupModels, Member } from './models.ts';
import type { MemberFilter, MemberSort, QueryMembersArgs, RequireFields } from './resolver-types.ts';

const ORDERS: Readonly<Record<MemberSort, Order>> = {
  APPOINTED_LATEST: { field: 'termFrom', direction: -1 },
  APPOINTED_EARLIEST: { field: 'termFrom', direction: 1 },
  ID: { field: '_id', direction: 1 },
};

/** @param name what the list is called, which marks its cursors @param scope which members are in it */
export type MemberList = (
  name: string,
  scope: FilterCondition,
  args: RequireFields<QueryMembersArgs, 'sort'>,
  context: Context,
) => Promise<Connection<Member>>;

/** @param seal closes the cursors */
export function memberList({ Member }: GroupModels, seal: FieldEncryption): MemberList {
  return async (name, scope, args, { visible }) => {
    const condition = await within(allOf(scope, memberCondition(args.filter ?? {})), visible);
    return connectionOf(Member, { name, condition, order: ORDERS[args.sort], seal }, args);
  };
}

function memberCondition(filter: MemberFilter): FilterCondition {
  return allOf(
    oneOf('district', filter.districts),
    oneOf('village', filter.villages),
    oneOf('group', filter.groups),
    oneOf('status', filter.statuses),
    oneOf('membership.insurerStatus', filter.insurerStatuses),
    filter.atRisk ? atRisk() : {},
    between('termFrom', filter.termFrom, filter.termTo),
  );
}
