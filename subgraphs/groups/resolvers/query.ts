/** The entry points of `groups`. */
import type { MemberList } from '../member-list.ts';
import type { GroupModels } from '../models.ts';
import type { QueryResolvers } from '../resolver-types.ts';

/** `Query`. @param city code of the city @param members the list of members */
export function groupsQueryResolvers({ Group }: GroupModels, city: string, members: MemberList): QueryResolvers {
  return {
    city: () => ({ code: city }),
    groups: () => Group.find({}).sort({ _id: 1 }).lean().exec(),
    group: (_, { kind }, { load }) => load.group.load(kind),
    member: (_, { id }, { load }) => load.member.load(id),
    members: (_, args, context) => members('members', {}, args, context),
  };
}
