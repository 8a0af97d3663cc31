/** Fields of the `groups` subgraph, put together; a file a type, or a few that belong together, is in `resolvers/`. */
import type { FieldEncryption } from '../data/field-encryption.ts';
import { scalars } from '../data/scalars.ts';
import { memberList } from './member-list.ts';
import type { GroupModels } from './models.ts';
import type { Resolvers } from './resolver-types.ts';
import { City, districtResolvers, villageResolvers } from './resolvers/areas.ts';
import { CityMemberMonth, GroupCount, groupResolvers, GroupMonth, MemberMonth } from './resolvers/group.ts';
import { memberResolvers, membershipResolvers, Person } from './resolvers/member.ts';
import { Agency, programmeResolvers } from './resolvers/owners.ts';
import { queryResolvers } from './resolvers/query.ts';

/** @param city its code */
export function groupsResolvers(models: GroupModels, city: string, seal: FieldEncryption): Resolvers {
  const members = memberList(models, seal);
  return {
    Date: scalars.Date,
    DateTime: scalars.DateTime,
    Period: scalars.Period,
    Query: queryResolvers(models, city, members),
    Group: groupResolvers(members),
    MemberMonth,
    CityMemberMonth,
    GroupMonth,
    GroupCount,
    Member: memberResolvers(seal),
    Membership: membershipResolvers(seal),
    Person,
    Agency,
    City,
    District: districtResolvers(members),
    Village: villageResolvers(members),
    Programme: programmeResolvers(members),
  };
}
