/** What a request of `groups` loads in batches. */
import { loadMany, loadOne } from '../loaders.ts';
import type { GroupModels } from './models.ts';

export const groupLoaders = ({ Group, Member }: GroupModels) => ({
  group: loadOne(Group, '_id'),
  member: loadOne(Member, '_id'),
  groupsOfAgency: loadMany(Group, 'owner', '_id'),
  membersOfPerson: loadMany(Member, 'token', 'termFrom'),
});

export type GroupLoaders = ReturnType<typeof groupLoaders>;
