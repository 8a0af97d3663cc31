/** How many members the city, its districts and its villages have. */
import { ALL } from '../../data/area.ts';
import { cityId, globalId } from '../../data/global-id.ts';
import { areaMembers, ofCity } from '../member-counts.ts';
import { memberHistory } from '../member-history.ts';
import type { MemberList } from '../member-list.ts';
import type { CityResolvers, DistrictResolvers, VillageResolvers } from '../resolver-types.ts';

/** `City`: totals that are exact for everybody, and groups within them. */
export const groupsCityResolvers: CityResolvers = {
  __resolveReference: ({ code }) => ({ code }),
  id: cityId,
  memberCount: async (_, _args, { totals }) => (await totals()).derive(areaMembers).of(ALL).total,
  groupCounts: async (_, { month }, { cells }) => ofCity(await cells(month)).groups,
  memberHistory: (_, months, context) => memberHistory(ofCity, months, context),
  membersComputedAt: async (_, _args, { cells }) => (await cells()).derive(areaMembers).of(ALL).computedAt,
  membersCovered: async (_, _args, { cells }) => {
    const { covered, basis } = ofCity(await cells());
    return { count: covered, basis };
  },
  membersWithoutVillage: async (_, _args, { cells }) => (await cells()).derive(areaMembers).of(null).total,
};

/** The counts of a district or a village. */
const areaCounts = {
  memberCount: async ({ code }, _args, { cells }) => (await cells()).derive(areaMembers).of(code).total,
  groupCounts: async ({ code }, { month }, { cells }) => (await cells(month)).derive(areaMembers).of(code).groups,
  memberHistory: ({ code }, months, context) =>
    memberHistory((view) => view.derive(areaMembers).of(code), months, context),
  membersComputedAt: async ({ code }, _args, { cells }) => (await cells()).derive(areaMembers).of(code).computedAt,
} satisfies DistrictResolvers & VillageResolvers;

/** `District`. @param members the list that shows its members */
export function groupsDistrictResolvers(members: MemberList): DistrictResolvers {
  return {
    __resolveReference: ({ code }) => ({ code }),
    id: globalId('District', 'code'),
    ...areaCounts,
    members: ({ code }, args, context) => members('District.members', { district: code }, args, context),
  };
}

/** `Village`. @param members the list that shows its members */
export function groupsVillageResolvers(members: MemberList): VillageResolvers {
  return {
    __resolveReference: ({ code }) => ({ code }),
    id: globalId('Village', 'code'),
    ...areaCounts,
    members: ({ code }, args, context) => members('Village.members', { village: code }, args, context),
  };
}
