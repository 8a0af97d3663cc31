/** What may stand in a field about any person that a caller fills in. What does not fit is refused by the field's name, never by its value. */
import { withoutNumbers } from '../../base/person-numbers.ts';
import { datesOf, readNik } from '../data/nik.ts';
import { changeFault } from './errors.ts';

const MOST_NAME = 120;
const MOST_WHY = 400;
const CARD = /^\d{11}$/;

/** @returns a CodedError BAD_RECORD */
export const badField = (field: string, expected: string): Error =>
  changeFault('BAD_RECORD', `${field}: expected ${expected}`);

/** Letters of any script with their marks, and what stands between names and titles: nothing that a spreadsheet computes or a page runs. */
const isName = (text: string): boolean => /^[\p{L}\p{M}][\p{L}\p{M} .,'’`\-/()]*$/u.test(text);

/** @returns the name without blanks around it and in a row @throws CodedError BAD_RECORD */
export function validName(name: string): string {
  const plain = name.trim().replaceAll(/\s+/g, ' ');
  if (plain.length > MOST_NAME || !isName(plain))
    throw badField('name', `1 to ${MOST_NAME} characters: letters, blanks and . , ' - / ( )`);
  return plain;
}

/** @returns 11 digits @throws CodedError BAD_RECORD */
export function validCard(kpj: string): string {
  if (!CARD.test(kpj)) throw badField('kpj', '11 digits');
  return kpj;
}

/** @returns the reason @throws CodedError BAD_RECORD where it is empty, too long, or has a number that may be a person's */
export function validWhy(why: string): string {
  const plain = why.trim();
  if (plain === '' || plain.length > MOST_WHY) throw badField('why', `1 to ${MOST_WHY} characters`);
  if (withoutNumbers(plain) !== plain) throw badField('why', 'no number of ten digits or more');
  return plain;
}

/** @param birthDate `YYYY-MM-DD` @throws CodedError BAD_RECORD for a NIK that cannot be, or of another date of birth (day plus 40 for women) */
export function nikOfBirthDate(nik: string, birthDate: string): void {
  if (readNik(nik).nik === undefined) throw badField('nik', 'a district and a date of birth in it that exist');
  if (!datesOf(nik).includes(birthDate)) throw badField('nik', 'the date of birth in it to be birthDate');
}
