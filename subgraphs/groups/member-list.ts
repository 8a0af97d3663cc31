/** Pages of members, filtered and ordered as the query states, of those that the caller may see. */
import { atRisk } from '../counts/months-in-row.ts';
import type { Order } from '../data/connection.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { listOf, type List } from '../data/list.ts';
import type { GroupsContext } from './context.ts';
import type { GroupModels, Member } from './models.ts';
import type { MemberFilter, MemberSort } from './resolver-types.ts';

const ORDERS: Readonly<Record<MemberSort, Order>> = {
  APPOINTED_LATEST: { field: 'termFrom', direction: -1 },
  APPOINTED_EARLIEST: { field: 'termFrom', direction: 1 },
  ID: { field: '_id', direction: 1 },
};

/** The list of members, for every place of the graph that shows some of them. */
export type MemberList = List<Member, MemberFilter, MemberSort, GroupsContext>;

/** @param seal encrypts the cursors */
export function memberList({ Member }: GroupModels, seal: FieldEncryption): MemberList {
  return listOf({
    model: Member,
    orders: ORDERS,
    conditionOf: memberCondition,
    visible: ({ visible }) => visible,
    seal,
  });
}

function memberCondition(filter: Partial<MemberFilter>): FilterCondition {
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
