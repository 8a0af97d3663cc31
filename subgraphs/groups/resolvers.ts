/** Fields of the `groups` subgraph. */
import { ALL } from '../data/area.ts';
import { connectionOf, type Order, type PageArguments } from '../data/connection.ts';
import { monthsOf, type Months } from '../counts/history.ts';
import { rateOf } from '../counts/rate.ts';
import type { CountsSource } from '../counts/monthly-snapshots.ts';
import { allOf, between, oneOf, type FilterCondition } from '../data/filter.ts';
import { stub, type IResolvers } from '../resolvers.ts';
import { scalars } from '../data/scalars.ts';
import { bytesOf, type FieldEncryption } from '../data/field-encryption.ts';
import { within, type VisibleRows } from '../data/visible-rows.ts';
import type { GroupLoaders } from './loaders.ts';
import type { Group, GroupModels, Member, MemberMembership } from './models.ts';
import { areaMembers, ofCity, ofGroup, SAFE_MONTHS, type MemberTotals as Numbers, type GroupCount, type MemberCounts } from './member-counts.ts';

export interface GroupsContext extends CountsSource {
  readonly visible: VisibleRows;
  readonly load: GroupLoaders;
}

/** The one programme whose participants are members of groups. */
const PROGRAMME = 'NON_ASN';

const ORDERS: Readonly<Record<string, Order>> = {
  APPOINTED_LATEST: { field: 'termFrom', direction: -1 },
  APPOINTED_EARLIEST: { field: 'termFrom', direction: 1 },
  ID: { field: '_id', direction: 1 },
};

interface ListArguments extends PageArguments {
  readonly filter?: Readonly<Record<string, never>> | null;
  readonly sort: string;
}

interface Area {
  readonly code: string;
}
interface Month {
  readonly month?: string | null;
}

/** @param city its code */
export function groupsResolvers({ Group, Member }: GroupModels, city: string, seal: FieldEncryption): IResolvers {
  const open = (value: Uint8Array | null | undefined, field: string, id: string): string | null =>
    value == null ? null : seal.decrypt(bytesOf(value), `members.${field}:${id}`);
  const members = async (list: string, scope: FilterCondition, args: ListArguments, { visible }: GroupsContext) =>
    connectionOf(Member, list, await within(allOf(scope, memberCondition(args.filter ?? {})), visible), ORDERS[args.sort]!, args, seal);

  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    Period: scalars.Period,
    Query: {
      city: () => ({ code: city }),
      groups: () => Group.find({}).sort({ _id: 1 }).lean().exec(),
      group: (_, { kind }: { kind: string }, { load }: GroupsContext) => load.group.load(kind),
      member: (_, { id }: { id: string }, { load }: GroupsContext) => load.member.load(id),
      members: (_, args: ListArguments, context: GroupsContext) => members('members', {}, args, context),
    },
    Group: {
      __resolveReference: ({ kind }: { kind: string }, { load }: GroupsContext) => load.group.load(kind),
      kind: ({ _id }: Group) => _id,
      owner: ({ owner }: Group) => stub('Agency', 'code', owner),
      memberCount: async ({ _id }: Group, _args, { totals }: GroupsContext) => ofGroup(await totals(), _id)?.total ?? 0,
      counts: async ({ _id }: Group, { month }: Month, { cells }: GroupsContext) => ofGroup(await cells(month), _id) ?? null,
      history: async ({ _id }: Group, months: Months, { history }: GroupsContext) =>
        monthsOf(history, months, (view) => ofGroup(view, _id), CHANGES, numbersOf),
      members: ({ _id }: Group, args: ListArguments, context: GroupsContext) => members('Group.members', { group: _id }, args, context),
    },
    MemberMonth: {
      coverageRate: ({ covered, total }: MemberCounts) => rateOf(covered, total),
    },
    CityMemberMonth: {
      coverageRate: ({ covered, total }: MemberCounts) => rateOf(covered, total),
    },
    GroupMonth: {
      counts: ({ of }: { of: GroupCount }) => of,
    },
    GroupCount: {
      group: ({ kind }: GroupCount, _args, { load }: GroupsContext) => load.group.load(kind),
      coverageRate: ({ covered, total }: GroupCount) => rateOf(covered, total),
    },
    Member: {
      __resolveReference: ({ id }: { id: string }, { load }: GroupsContext) => load.member.load(id),
      id: ({ _id }: Member) => _id,
      nik: ({ nik, _id }: Member) => open(nik, 'nik', _id),
      group: ({ group }: Member, _args, { load }: GroupsContext) => load.group.load(group),
      village: ({ village }: Member) => stub('Village', 'code', village),
      membership: ({ membership, _id }: Member) => membership && { ...membership, owner: _id },
      person: ({ token }: Member) => stub('Person', 'token', token),
    },
    Membership: {
      kpj: ({ kpj, owner }: MemberMembership & { owner: string }) => open(kpj, 'kpj', owner),
    },
    Person: {
      __resolveReference: ({ token }: { token: string }) => ({ token }),
      memberships: ({ token }: { token: string }, _args, { load }: GroupsContext) => load.membersOfPerson.load(token),
    },
    Agency: {
      __resolveReference: ({ code }: Area) => ({ code }),
      groups: ({ code }: Area, _args, { load }: GroupsContext) => load.groupsOfAgency.load(code),
    },
    City: {
      __resolveReference: ({ code }: Area) => ({ code }),
      memberCount: async (_, _args, { totals }: GroupsContext) => (await totals()).derive(areaMembers).of(ALL).total,
      groupCounts: async (_, { month }: Month, { cells }: GroupsContext) => ofCity(await cells(month)).groups,
      memberHistory: (_, months: Months, context: GroupsContext) => memberHistory(ALL, months, context),
      membersComputedAt: async (_, _args, { cells }: GroupsContext) => (await cells()).derive(areaMembers).of(ALL).computedAt,
      membersCovered: async (_, _args, { cells }: GroupsContext) => {
        const { covered, basis } = ofCity(await cells());
        return { count: covered, basis };
      },
      membersWithoutVillage: async (_, _args, { cells }: GroupsContext) => (await cells()).derive(areaMembers).of(null).total,
    },
    District: {
      __resolveReference: ({ code }: Area) => ({ code }),
      ...areaCounts,
      members: ({ code }: Area, args: ListArguments, context: GroupsContext) => members('District.members', { district: code }, args, context),
    },
    Village: {
      __resolveReference: ({ code }: Area) => ({ code }),
      ...areaCounts,
      members: ({ code }: Area, args: ListArguments, context: GroupsContext) => members('Village.members', { village: code }, args, context),
    },
    Programme: {
      __resolveReference: ({ code }: Area) => ({ code }),
      memberCount: async ({ code }: Area, _args, { totals }: GroupsContext) =>
        code === PROGRAMME ? (await totals()).derive(areaMembers).of(ALL).total : 0,
      groupCounts: async ({ code }: Area, { month }: Month, { cells }: GroupsContext) =>
        code === PROGRAMME ? ofCity(await cells(month)).groups : [],
      members: ({ code }: Area, args: ListArguments, context: GroupsContext) =>
        members('Programme.members', code === PROGRAMME ? {} : { _id: { $in: [] } }, args, context),
    },
  };
}

const CHANGES = ['total', 'covered', 'atRisk'] as const;
const numbersOf = (counts: Numbers): Numbers => counts;

async function memberHistory(area: string, months: Months, { history }: GroupsContext): Promise<object[]> {
  const rows = await monthsOf(history, months, (view) => (area === ALL ? ofCity(view) : view.derive(areaMembers).of(area)), CHANGES, numbersOf);
  return rows.map(({ month, of, change }) => ({ month, ...of, change }));
}

/** The counts of a district or a village. */
const areaCounts = {
  memberCount: async ({ code }: Area, _args: unknown, { cells }: GroupsContext) => (await cells()).derive(areaMembers).of(code).total,
  groupCounts: async ({ code }: Area, { month }: Month, { cells }: GroupsContext) => (await cells(month)).derive(areaMembers).of(code).groups,
  memberHistory: ({ code }: Area, months: Months, context: GroupsContext) => memberHistory(code, months, context),
  membersComputedAt: async ({ code }: Area, _args: unknown, { cells }: GroupsContext) => (await cells()).derive(areaMembers).of(code).computedAt,
};

function memberCondition(filter: Readonly<Record<string, never>>): FilterCondition {
  return allOf(
    oneOf('district', filter['districts']),
    oneOf('village', filter['villages']),
    oneOf('group', filter['groups']),
    oneOf('status', filter['statuses']),
    oneOf('membership.insurerStatus', filter['insurerStatuses']),
    filter['atRisk'] ? { 'membership.insurerStatus': 'ACTIVE', 'membership.monthsInRow': { $lt: SAFE_MONTHS } } : {},
    between('termFrom', filter['termFrom'], filter['termTo']),
  );
}
