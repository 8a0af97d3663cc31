/** Fields of the `groups` subgraph, put together; a file a type, or a few that belong together, is in `resolvers/`. */
import type { FieldEncryption } from '../data/field-encryption.ts';
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
import { groupsQueryResolvers } from './resolvers/query.ts';

/** @param city code of the city @param seal opens what is sealed @returns the resolvers of every type in `schema/groups.graphql` */
export function groupsResolvers(models: GroupModels, city: string, seal: FieldEncryption): Resolvers {
  const members = memberList(models, seal);
  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    Period: scalars.Period,
    Query: groupsQueryResolvers(models, city, members),
    Group: groupResolvers(members),
    MemberMonth: memberMonthResolvers,
    CityMemberMonth: cityMemberMonthResolvers,
    GroupMonth: groupMonthResolvers,
    GroupCount: groupCountResolvers,
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
