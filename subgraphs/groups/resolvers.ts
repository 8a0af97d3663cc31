/** Fields of the `groups` subgraph. */
import { connectionOf, type Order, type PageArguments } from '../connection.ts';
import type { Counts } from '../frozen-months.ts';
import { allOf, between, oneOf, type Condition } from '../filter.ts';
import { stub, type IResolvers } from '../resolvers.ts';
import { scalars } from '../scalars.ts';
import { bytesOf, type Seal } from '../seal.ts';
import type { Snapshot } from '../summary.ts';
import { within, type VisibleRows } from '../visible-rows.ts';
import type { GroupLoaders } from './loaders.ts';
import type { Group, GroupModels, Member, Membership } from './models.ts';
import { ALL, countsByArea, nobody, SAFE_MONTHS, type GroupCount, type MemberCounts } from './summary.ts';

export interface GroupsContext extends Counts {
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

/** @param city its code */
export function groupsResolvers({ Group, Member }: GroupModels, city: string, seal: Seal): IResolvers {
  const open = (value: Uint8Array | null | undefined, field: string, id: string): string | null =>
    value == null ? null : seal.open(bytesOf(value), `members.${field}:${id}`);
  const members = async (list: string, scope: Condition, args: ListArguments, { visible }: GroupsContext) =>
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
      memberCount: async ({ _id }: Group, _args, { totals }: GroupsContext) => (await countOf(totals, _id)).total,
      counts: ({ _id }: Group, _args, { cells }: GroupsContext) => countOf(cells, _id),
      members: ({ _id }: Group, args: ListArguments, context: GroupsContext) => members('Group.members', { group: _id }, args, context),
    },
    GroupCount: {
      group: ({ kind }: GroupCount, _args, { load }: GroupsContext) => load.group.load(kind),
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
      kpj: ({ kpj, owner }: Membership & { owner: string }) => open(kpj, 'kpj', owner),
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
      memberCount: async (_, _args, { totals }: GroupsContext) => (await countsOf(totals, ALL)).total,
      groupCounts: async (_, _args, { cells }: GroupsContext) => (await countsOf(cells, ALL)).groups,
      membersComputedAt: async (_, _args, { cells }: GroupsContext) => (await countsOf(cells, ALL)).computedAt,
      membersWithoutVillage: async (_, _args, { totals }: GroupsContext) => (await countsOf(totals, null)).total,
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
        code === PROGRAMME ? (await countsOf(totals, ALL)).total : 0,
      groupCounts: async ({ code }: Area, _args, { cells }: GroupsContext) =>
        code === PROGRAMME ? (await countsOf(cells, ALL)).groups : [],
      members: ({ code }: Area, args: ListArguments, context: GroupsContext) =>
        members('Programme.members', code === PROGRAMME ? {} : { _id: { $in: [] } }, args, context),
    },
  };
}

async function countsOf(from: () => Promise<Snapshot>, area: string | null): Promise<MemberCounts> {
  return (await from()).derive(countsByArea).get(area) ?? nobody();
}

async function countOf(from: () => Promise<Snapshot>, kind: string): Promise<GroupCount> {
  const { groups } = await countsOf(from, ALL);
  return groups.find((group) => group.kind === kind) ?? { kind, total: 0, covered: 0, atRisk: 0 };
}

/** The counts of a district or a village. */
const areaCounts = {
  memberCount: async ({ code }: Area, _args: unknown, { cells }: GroupsContext) => (await countsOf(cells, code)).total,
  groupCounts: async ({ code }: Area, _args: unknown, { cells }: GroupsContext) => (await countsOf(cells, code)).groups,
  membersComputedAt: async ({ code }: Area, _args: unknown, { cells }: GroupsContext) => (await countsOf(cells, code)).computedAt,
};

function memberCondition(filter: Readonly<Record<string, never>>): Condition {
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
