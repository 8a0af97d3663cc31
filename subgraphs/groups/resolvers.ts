/** Fields of the `groups` subgraph, put together; a file a type, or a few that belong together, is in `resolvers/`. */
import type { ChangeParts } from '../changes/change-parts.ts';
import { importTypes } from '../import/import-resolvers.ts';
import type { ImportParts } from '../import/import-parts.ts';
import { scalars } from '../data/scalars.ts';
import { memberList } from './member-list.ts';
import type { GroupModels } from './models.ts';
import type { Resolvers } from './resolver-types.ts';
import { groupsCityResolvers, groupsDistrictResolvers, groupsVillageResolvers } from './resolvers/areas.ts';
import {
  cityMemberMonthResolvers,
  groupCountResolvers,
  groupResolvers,
  groupMonthResolvers,
  memberMonthResolvers,
} from './resolvers/group.ts';
import { memberResolvers, groupsMembershipResolvers, groupsPersonResolvers } from './resolvers/member.ts';
import { groupsAgencyResolvers, groupsProgrammeResolvers } from './resolvers/owners.ts';
import { groupsImportMutations, groupsImportQueries, groupsLeftRowResolvers } from './resolvers/imports.ts';
import { changedMemberResolvers, memberEventResolvers, memberMutations } from './resolvers/changes.ts';
import { groupsQueryResolvers } from './resolvers/query.ts';

/** What the resolvers need beside a request's context. */
export interface GroupsParts {
  readonly models: GroupModels;
  /** What changes of members are made with. */
  readonly lifecycle: ChangeParts;
  /** What imports work with. */
  readonly importing: ImportParts;
}

/** @returns the resolvers of every type in `schema/groups.graphql` */
export function groupsResolvers({ models, lifecycle, importing }: GroupsParts): Resolvers {
  const { city, seal } = lifecycle;
  const members = memberList(models, seal);
  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    Period: scalars.Period,
    Query: { ...groupsQueryResolvers(models, city, members), ...groupsImportQueries(importing) },
    Mutation: { ...memberMutations(lifecycle, models), ...groupsImportMutations(importing) },
    ...importTypes(importing),
    ImportLeftRow: groupsLeftRowResolvers,
    Group: groupResolvers(members),
    MemberMonth: memberMonthResolvers,
    CityMemberMonth: cityMemberMonthResolvers,
    GroupMonth: groupMonthResolvers,
    GroupCount: groupCountResolvers,
    ChangedMember: changedMemberResolvers,
    MemberEvent: memberEventResolvers(seal),
    Nik: scalars.Nik,
    Member: memberResolvers(seal),
    Membership: groupsMembershipResolvers(seal),
    Person: groupsPersonResolvers,
    Agency: groupsAgencyResolvers,
    City: groupsCityResolvers,
    District: groupsDistrictResolvers(members),
    Village: groupsVillageResolvers(members),
    Programme: groupsProgrammeResolvers(members),
  };
}
