/** `correctMember`: fields that were wrong; what stood there is kept in the event. */
import type { ChangeParts } from '../../changes/change-parts.ts';
import { corrected, correctionOf, type Corrected } from '../../changes/corrections.ts';
import { requireVillage } from '../../changes/known-references.ts';
import { badField, nikOfBirthDate, validName, validWhy } from '../../changes/record-fields.ts';
import { districtOf } from '../../data/area.ts';
import { decrypted } from '../../data/field-encryption.ts';
import type { GroupModels, Member } from '../models.ts';
import type { CorrectMemberInput } from '../resolver-types.ts';
import { placeInMember } from '../sealed-values.ts';
import type { MemberWork, MemberWrites } from './change-members.ts';
import { memberFault } from './errors.ts';
import { ownMember } from './own-member.ts';
import { MEMBER_LIFE, SERVING } from './transitions.ts';
import { validUnit } from './valid-unit.ts';

/** @returns the change; another owner's member is answered as one who is not there @throws from it CodedError MEMBER_NOT_FOUND, BAD_RECORD, ALREADY_MEMBER */
export function correctMember(parts: ChangeParts, models: GroupModels, input: CorrectMemberInput): MemberWork {
  return async (writes, { agency }) => {
    const why = validWhy(input.why);
    const member = await ownMember(models, { writes, agency }, input);
    // Refused by the status first: what is wrong with a field matters only where it may be corrected.
    MEMBER_LIFE.after('correctMember', member.status);
    await requireVillage(parts, input.village);
    const { set, corrections } = correctionOf(correctedFields(parts, member, input));
    requireDays(parts, member, set, input.nik);
    if (set.birthDate !== undefined || set.termFrom !== undefined) requireTerm({ ...member, ...set }, writes.today);
    await requirePerson(writes, member, set);
    writes.step(member, { change: 'correctMember', set, why, corrections });
    return member._id;
  };
}

/** @returns undefined in place of a field that the input does not name */
function correctedFields(
  parts: ChangeParts,
  member: Member,
  input: CorrectMemberInput,
): (Corrected<Member> | undefined)[] {
  const sealedNik = (nik: string) => parts.seal.encrypt(nik, placeInMember('nik', member._id));
  return [
    corrected('name', member.name, input.name, (text) => ({ name: validName(text) }), validName),
    corrected('nik', nikOf(parts, member), input.nik, (nik) => ({ nik: sealedNik(nik), token: parts.tokenOf(nik) })),
    corrected('birthDate', member.birthDate, input.birthDate, (birthDate) => ({ birthDate })),
    corrected('unit', member.unit, input.unit, (text) => ({ unit: validUnit(text) }), validUnit),
    corrected('village', member.village, input.village, (village) => ({ village, district: districtOf(village) })),
    corrected('termFrom', member.termFrom, input.termFrom, (termFrom) => ({ termFrom })),
  ];
}

const nikOf = ({ seal }: ChangeParts, { nik, _id }: Member): string | null =>
  decrypted(seal, nik, placeInMember('nik', _id));

/** NIK and birth date belong together, where one of them is corrected. @throws CodedError BAD_RECORD */
function requireDays(parts: ChangeParts, member: Member, set: Partial<Member>, nik: string | null | undefined): void {
  if (set.nik === undefined && set.birthDate === undefined) return;
  const known = nik ?? nikOf(parts, member);
  const { birthDate } = { ...member, ...set };
  if (known !== null && birthDate !== null) nikOfBirthDate(known, birthDate);
}

/** @throws CodedError BAD_RECORD */
function requireTerm({ birthDate, termFrom, termTo }: Member, today: string): void {
  const last = termTo !== null && termTo < today ? termTo : today;
  if (termFrom > last) throw badField('termFrom', `a day up to ${last}`);
  if (birthDate !== null && birthDate >= termFrom) throw badField('birthDate', 'a day before termFrom');
}

/** Of two who bring one NIK into a group at once the later runs again, since both take the person. @throws CodedError ALREADY_MEMBER */
async function requirePerson(writes: MemberWrites, member: Member, { token }: Partial<Member>): Promise<void> {
  if (token == null || token === member.token) return;
  await writes.holdPersons([token]);
  const { _id, group } = member;
  const there = await writes.records({ token, group, _id: { $ne: _id }, status: { $in: [...SERVING] } });
  if (there.length > 0) throw memberFault('ALREADY_MEMBER');
}
