/** A group, and its counts by month. */
import { monthsOf } from '../../counts/history.ts';
import { rateOf } from '../../counts/rate.ts';
import { globalId } from '../../data/global-id.ts';
import { stub } from '../../data/stub.ts';
import { ofGroup, type MemberTotals } from '../member-counts.ts';
import type { MemberList } from '../member-list.ts';
import { CHANGES, numbersOf } from '../member-history.ts';
import type { GroupsParents } from '../parents.ts';
import type {
  CityMemberMonthResolvers,
  GroupCountResolvers,
  GroupKind,
  GroupMonthResolvers,
  GroupResolvers,
  MemberMonthResolvers,
} from '../resolver-types.ts';

/** `Group`. @param members the list that shows its members */
export function groupResolvers(members: MemberList): GroupResolvers {
  return {
    __resolveReference: ({ kind }, { load }) => load.group.load(kind),
    id: globalId('Group', '_id'),
    kind: ({ _id }) => _id as GroupKind,
    owner: ({ owner }) => stub('Agency', 'code', owner),
    memberCount: async ({ _id }, _args, { totals }) => ofGroup(await totals(), _id)?.total ?? 0,
    counts: async ({ _id }, { month }, { cells }) => ofGroup(await cells(month), _id) ?? null,
    history: ({ _id }, months, { history }) =>
      monthsOf(history, months, (view) => ofGroup(view, _id), CHANGES, numbersOf),
    members: ({ _id }, args, context) => members('Group.members', { group: _id }, args, context),
  };
}

const coverageRate = ({ covered, total }: MemberTotals): number | null => rateOf(covered, total);

/** `MemberMonth`: the rate of an area in a month. */
export const memberMonthResolvers: MemberMonthResolvers = { coverageRate };
/** `CityMemberMonth`: the rate of the city in a month. */
export const cityMemberMonthResolvers: CityMemberMonthResolvers = { coverageRate };

/** `GroupMonth`: a group's counts in a month. */
export const groupMonthResolvers: GroupMonthResolvers = {
  counts: ({ of }) => of,
};

/** `GroupCount`: the group behind a row of counts, and its rate. */
export const groupCountResolvers: GroupCountResolvers = {
  group: ({ kind }, _args, { load }) => load.group.load(kind) as Promise<GroupsParents['Group']>,
  coverageRate,
};
