/** What a request of `groups` loads in batches. */
import { loadMany, loadOne } from '../data/loaders.ts';
import type { VisibleRows } from '../data/visible-rows.ts';
import type { GroupModels } from './models.ts';

export const groupLoaders = ({ Group, Member }: GroupModels, visible: VisibleRows) => ({
  group: loadOne(Group, '_id'),
  member: loadOne(Member, '_id', visible),
  groupsOfAgency: loadMany(Group, 'owner', '_id'),
  membersOfPerson: loadMany(Member, 'token', 'termFrom', visible),
});

export type GroupLoaders = ReturnType<typeof groupLoaders>;
