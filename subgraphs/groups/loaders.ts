/** What a request of `groups` loads in batches. */
import { loadMany, loadOne } from '../data/loaders.ts';
import type { VisibleRows } from '../data/visible-rows.ts';
import type { GroupModels } from './models.ts';

/** @param visible which members the caller may see @returns loaders for one request; each is one command */
export const groupLoaders = ({ Group, Member, MemberEvent }: GroupModels, visible: VisibleRows) => ({
  group: loadOne(Group, '_id'),
  member: loadOne(Member, '_id', visible),
  /** Who sees a member sees what was done to them: loaded by a member who was. */
  eventsOfMember: loadMany(MemberEvent, 'member', 'at'),
  groupsOfAgency: loadMany(Group, 'owner', '_id'),
  membersOfPerson: loadMany(Member, 'token', 'termFrom', visible),
});

/** What a resolver loads groups and members with. */
export type GroupLoaders = ReturnType<typeof groupLoaders>;
