/** The agencies that own groups, and the programme that pays for the groups' members. */
import { ALL } from '../../data/area.ts';
import { globalId } from '../../data/global-id.ts';
import { NONE } from '../../data/visible-rows.ts';
import { areaMembers, ofCity } from '../member-counts.ts';
import type { MemberList } from '../member-list.ts';
import type { AgencyResolvers, ProgrammeResolvers } from '../resolver-types.ts';

/** The one programme whose participants are members of groups. */
const PROGRAMME = 'NON_ASN';

/** `Agency`: the groups that it owns. */
export const groupsAgencyResolvers: AgencyResolvers = {
  __resolveReference: ({ code }) => ({ code }),
  id: globalId('Agency', 'code'),
  groups: ({ code }, _args, { load }) => load.groupsOfAgency.load(code),
};

/** `Programme`: counts and members of the one that pays for members; any other has none. @param members the list that shows them */
export function groupsProgrammeResolvers(members: MemberList): ProgrammeResolvers {
  return {
    __resolveReference: ({ code }) => ({ code }),
    id: globalId('Programme', 'code'),
    memberCount: async ({ code }, _args, { totals }) =>
      code === PROGRAMME ? (await totals()).derive(areaMembers).of(ALL).total : 0,
    groupCounts: async ({ code }, { month }, { cells }) =>
      code === PROGRAMME ? ofCity(await cells(month)).groups : [],
    members: ({ code }, args, context) => members('Programme.members', code === PROGRAMME ? {} : NONE, args, context),
  };
}
