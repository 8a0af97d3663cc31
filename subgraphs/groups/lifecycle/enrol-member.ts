/** `enrolMember`: somebody who comes into a group. */
import { withoutNumbers } from '../../../base/person-numbers.ts';
import { actsFor } from '../../changes/change-caller.ts';
import type { ChangeParts } from '../../changes/change-parts.ts';
import { knownVillages } from '../../changes/known-references.ts';
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

const MOST_UNIT = 120;

/** @returns the change @throws from it CodedError GROUP_NOT_FOUND, CHANGE_FORBIDDEN, BAD_RECORD, ALREADY_MEMBER */
export function enrolMember(parts: ChangeParts, { Group }: GroupModels, input: EnrolMemberInput): MemberWork {
  return async (writes, caller) => {
    const group = await Group.findById(input.group).lean();
    if (group === null) throw memberFault('GROUP_NOT_FOUND');
    actsFor(caller, group.owner);
    const { village } = input;
    if (village != null && !(await knownVillages(parts.connection, parts.city, [village])).has(village))
      throw badField('village', 'a code of the city');
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

/** A unit may have a number, `RT 005/RW 012`, but none that may be a person's; nor does it begin as what a spreadsheet computes. */
function validUnit(unit: string): string {
  const plain = unit.trim().replaceAll(/\s+/g, ' ');
  if (plain === '' || plain.length > MOST_UNIT || withoutNumbers(plain) !== plain || /^[=+\-@]/.test(plain))
    throw badField('unit', `1 to ${MOST_UNIT} characters, no number of ten digits or more, a letter or digit first`);
  return plain;
}
