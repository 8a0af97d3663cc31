/** `enrolMember`: somebody who comes into a group. */
import { actsFor } from '../../changes/change-caller.ts';
import type { ChangeParts } from '../../changes/change-parts.ts';
import { requireVillage } from '../../changes/known-references.ts';
import { newId } from '../../changes/new-id.ts';
import { badField, nikOfBirthDate, validName } from '../../changes/record-fields.ts';
import { districtOf } from '../../data/area.ts';
import { FIRST_VERSION } from '../../data/record-version.ts';
import type { GroupModels, Member } from '../models.ts';
import type { EnrolMemberInput } from '../resolver-types.ts';
import { placeInMember } from '../sealed-values.ts';
import type { MemberWork } from './change-members.ts';
import { memberFault } from './errors.ts';
import { SERVING } from './transitions.ts';
import { validUnit } from './valid-unit.ts';

/** @returns the change @throws from it CodedError GROUP_NOT_FOUND, CHANGE_FORBIDDEN, BAD_RECORD, ALREADY_MEMBER */
export function enrolMember(parts: ChangeParts, { Group }: GroupModels, input: EnrolMemberInput): MemberWork {
  return async (writes, caller) => {
    const group = await Group.findById(input.group).lean();
    if (group === null) throw memberFault('GROUP_NOT_FOUND');
    actsFor(caller, group.owner);
    await requireVillage(parts, input.village);
    const member = enrolled(parts, input, writes.today);
    const { token } = member;
    await writes.holdPersons([token!]);
    const there = await writes.records({ token, group: input.group, status: { $in: [...SERVING] } });
    if (there.length > 0) throw memberFault('ALREADY_MEMBER');
    writes.add(member, 'enrolMember');
    return member._id;
  };
}

/** @throws CodedError BAD_RECORD */
function enrolled({ seal, tokenOf }: ChangeParts, input: EnrolMemberInput, today: string): Member {
  const { nik, birthDate, termFrom, group, village = null } = input;
  nikOfBirthDate(nik, birthDate);
  if (birthDate >= termFrom) throw badField('birthDate', 'a day before termFrom');
  if (termFrom > today) throw badField('termFrom', `a day up to ${today}`);
  const _id = newId('m');
  return {
    _id,
    name: validName(input.name),
    nik: seal.encrypt(nik, placeInMember('nik', _id)),
    token: tokenOf(nik),
    birthDate,
    group,
    unit: validUnit(input.unit),
    village,
    district: village === null ? null : districtOf(village),
    status: 'ACTIVE',
    termFrom,
    termTo: null,
    membership: null,
    version: FIRST_VERSION,
  };
}
