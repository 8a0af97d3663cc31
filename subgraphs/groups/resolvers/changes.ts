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
import { MEMBER_EVENTS, type MemberEvent as MemberEventOf } from '../lifecycle/member-event.ts';
import type { GroupModels } from '../models.ts';
import type { GroupsParents } from '../parents.ts';
import type {
  ChangedMemberResolvers,
  EndServiceInput,
  MemberEventResolvers,
  MutationResolvers,
} from '../resolver-types.ts';

/** What of `Mutation` changes members. @throws CodedError of `changeErrors` or `memberErrors` */
export function memberMutations(parts: ChangeParts, models: GroupModels) {
  const ended =
    (change: 'endTerm' | 'exitMember') =>
    async (_: unknown, { input }: { input: EndServiceInput }, { caller }: GroupsContext) => ({
      member: await changeMembers(parts, caller, change, input, endService(models, change, input)),
      formerToken: null,
    });
  return {
    enrolMember: async (_, { input }, { caller }) => ({
      member: await changeMembers(parts, caller, 'enrolMember', input, enrolMember(parts, models, input)),
      formerToken: null,
    }),
    endTerm: ended('endTerm'),
    exitMember: ended('exitMember'),
    correctMember: async (_, { input }, { caller }) => {
      const member = await changeMembers(parts, caller, 'correctMember', input, correctMember(parts, models, input));
      return { member, formerToken: await formerToken(parts, models, member, input.nik) };
    },
  } satisfies MutationResolvers;
}

/**
 * Read from the event, so that a correction that is sent again is answered as the first time.
 * @param nik that was stated @returns the token of the NIK that it took the place of; null where there was none
 */
async function formerToken(
  { seal, tokenOf }: ChangeParts,
  { MemberEvent }: GroupModels,
  member: string,
  nik: string | null | undefined,
): Promise<string | null> {
  if (nik == null) return null;
  const events = await MemberEvent.find({ member, change: 'correctMember' }).sort({ at: -1 }).lean<MemberEventOf[]>();
  const { corrections } = sealedEventFields(MEMBER_EVENTS, seal);
  const correction = events.flatMap(corrections).find(({ field, after }) => field === 'nik' && after() === nik);
  const before = correction?.before() ?? null;
  return before === null ? null : tokenOf(before);
}

/** `ChangedMember`: who else stands under a NIK that was corrected may be the same person, or the one whose NIK it is. */
export const changedMemberResolvers: ChangedMemberResolvers = {
  member: ({ member }, _args, { load }) => load.member.clear(member).load(member) as Promise<GroupsParents['Member']>,
  remaining: ({ formerToken: token }, _args, { load }) =>
    token === null ? [] : load.membersOfPerson.clear(token).load(token),
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
