/** A member, their membership of BPJS Ketenagakerjaan, and the person behind. */
import { decrypted, type FieldEncryption } from '../../data/field-encryption.ts';
import { shownEvents } from '../../changes/record-event.ts';
import { versionOf } from '../../data/record-version.ts';
import { stub } from '../../data/stub.ts';
import type { GroupsParents } from '../parents.ts';
import type { MemberResolvers, MembershipResolvers, PersonResolvers } from '../resolver-types.ts';
import { placeInMember } from '../sealed-values.ts';

/** `Member`. @param seal opens NIK and KPJ @throws from its fields CodedError SEALED_UNREADABLE */
export function memberResolvers(seal: FieldEncryption): MemberResolvers {
  return {
    __resolveReference: ({ id }, { load }) => load.member.load(id),
    id: ({ _id }) => _id,
    version: versionOf,
    nik: ({ nik, _id }) => opened(seal, nik, 'nik', _id),
    group: ({ group }, _args, { load }) => load.group.load(group) as Promise<GroupsParents['Group']>,
    village: ({ village }) => stub('Village', 'code', village),
    membership: ({ membership, _id }) => membership && { ...membership, owner: _id },
    events: async ({ _id }, _args, { load }) => shownEvents(await load.eventsOfMember.clear(_id).load(_id)),
    person: ({ token }) => stub('Person', 'token', token),
    formerTokens: ({ formerTokens = [] }) => formerTokens,
  };
}

/** `Membership` of a member. @param seal opens KPJ @throws from its fields CodedError SEALED_UNREADABLE */
export const groupsMembershipResolvers = (seal: FieldEncryption): MembershipResolvers => ({
  kpj: ({ kpj, owner }) => opened(seal, kpj, 'kpj', owner),
});

/** @param id of the member, part of the place that the value is sealed with */
const opened = (
  seal: FieldEncryption,
  value: Uint8Array | null | undefined,
  field: string,
  id: string,
): string | null => decrypted(seal, value, placeInMember(field, id));

/** `Person`: their memberships in groups, those that the caller may see. */
export const groupsPersonResolvers: PersonResolvers = {
  __resolveReference: ({ token }) => ({ token }),
  memberships: ({ token }, _args, { load }) => load.membersOfPerson.load(token),
};
