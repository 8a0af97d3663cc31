/** What stands behind each type of the graph: what the resolvers of its fields are given. `npm run types` reads its names. */
import type { Month } from '../counts/history.ts';
import type { Connection } from '../data/connection.ts';
import type { GroupCount, MemberCounts } from './member-counts.ts';
import type { Group, Member, MemberMembership } from './models.ts';

/** Known by its code, as agencies and programmes are too; a stub is one. */
interface Area {
  readonly code: string;
}

/** What changes from month to month. */
export type MemberChange = 'total' | 'covered' | 'atRisk';

export type MemberMonth = MemberCounts & Pick<Month<MemberCounts, MemberChange>, 'month' | 'change'>;

export interface GroupsParents {
  readonly Group: Group;
  readonly GroupMonth: Month<GroupCount, MemberChange>;
  readonly GroupCount: GroupCount;
  readonly MemberMonth: MemberMonth;
  readonly CityMemberMonth: MemberMonth;
  readonly Member: Member;
  readonly MemberConnection: Connection<Member>;
  /** With the member's id, which its card number is sealed for. */
  readonly Membership: MemberMembership & { readonly owner: string };
  readonly Person: { readonly token: string };
  readonly Agency: Area;
  readonly Programme: Area;
  readonly City: { readonly code?: string | null };
  readonly District: Area;
  readonly Village: Area;
}
