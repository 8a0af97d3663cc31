/** The changes of members, what they answer, and the events that they leave. What is answered is loaded anew. */
import type { ChangeParts } from '../../changes/change-parts.ts';
import { sealedEventFields } from '../../changes/record-event.ts';
import type { FieldEncryption } from '../../data/field-encryption.ts';
import { stub } from '../../data/stub.ts';
import type { GroupsContext } from '../context.ts';
import { changeMembers } from '../lifecycle/change-members.ts';
import { correctMember } from '../lifecycle/correct-member.ts';
import { endService } from '../lifecycle/end-term.ts';
import { enrolMember } from '../lifecycle/enrol-member.ts';
import { MEMBER_EVENTS } from '../lifecycle/member-event.ts';
import type { GroupModels } from '../models.ts';
import type { GroupsParents } from '../parents.ts';
import type { EndServiceInput, MemberEventResolvers, MutationResolvers } from '../resolver-types.ts';

/** What of `Mutation` changes members. @throws CodedError of `changeErrors` or `memberErrors` */
export function memberMutations(parts: ChangeParts, models: GroupModels) {
  const ended =
    (change: 'endTerm' | 'exitMember') =>
    async (_: unknown, { input }: { input: EndServiceInput }, { caller }: GroupsContext) => ({
      member: await changeMembers(parts, caller, change, input, endService(models, change, input)),
    });
  return {
    enrolMember: async (_, { input }, { caller }) => ({
      member: await changeMembers(parts, caller, 'enrolMember', input, enrolMember(parts, models, input)),
    }),
    endTerm: ended('endTerm'),
    exitMember: ended('exitMember'),
    correctMember: async (_, { input }, { caller }) => ({
      member: await changeMembers(parts, caller, 'correctMember', input, correctMember(parts, models, input)),
    }),
  } satisfies MutationResolvers;
}

/** `ChangedMember` */
export const changedMemberResolvers = {
  member: ({ member }: { readonly member: string }, _args: unknown, { load }: GroupsContext) =>
    load.member.clear(member).load(member) as Promise<GroupsParents['Member']>,
};

/** `MemberEvent`. @param seal opens why and what was corrected @throws from its fields CodedError SEALED_UNREADABLE */
export function memberEventResolvers(seal: FieldEncryption): MemberEventResolvers {
  return {
    id: ({ _id }) => _id,
    member: ({ member }, _args, { load }) => load.member.load(member) as Promise<GroupsParents['Member']>,
    by: ({ by, agency }, _args, { caller }) => (caller.agency !== undefined && caller.agency === agency ? by : null),
    agency: ({ agency }) => stub('Agency', 'code', agency),
    ...sealedEventFields(MEMBER_EVENTS, seal),
  };
}
