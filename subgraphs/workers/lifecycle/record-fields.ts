/** What may stand in a field of a worker that a caller fills in. What does not fit is refused by the field's name, never by its value. */
import { withoutNumbers } from '../../../base/person-numbers.ts';
import { datesOf, readNik } from '../../import/nik.ts';
import { readPhone } from '../../import/read-phone.ts';
import type { Decile } from '../models.ts';
import { lifecycleFault } from './errors.ts';

const MOST_NAME = 120;
const MOST_WHY = 400;
const EDITION = /^20\d{2}-Q[1-4]$/;
const CARD = /^\d{11}$/;
/** Who is as old as this, in years, is insured no longer. */
export const AGE_LIMIT = 65;
const LEAST_AGE = 15;

const refused = (field: string, expected: string): Error =>
  lifecycleFault('BAD_RECORD', `${field}: expected ${expected}`);

/** @returns the name without blanks around it and in a row @throws CodedError BAD_RECORD */
export function validName(name: string): string {
  const plain = name.trim().replaceAll(/\s+/g, ' ');
  if (plain === '' || plain.length > MOST_NAME || /\p{Nd}/u.test(plain))
    throw refused('name', `1 to ${MOST_NAME} characters, none of them a digit`);
  return plain;
}

/** @returns the number in one form, `0812…`; null for none @throws CodedError BAD_RECORD */
export function validPhone(phone: string | null | undefined): string | null {
  if (phone == null) return null;
  const read = readPhone(phone.trim());
  if (read === undefined) throw refused('phone', 'a number that begins with 0 or +62');
  return read;
}

/** @returns 11 digits @throws CodedError BAD_RECORD */
export function validCard(kpj: string): string {
  if (!CARD.test(kpj)) throw refused('kpj', '11 digits');
  return kpj;
}

/** @returns the decile; null for none @throws CodedError BAD_RECORD */
export function validDecile(field: string, decile: Decile | null | undefined): Decile | null {
  if (decile == null) return null;
  if (decile.decile < 1 || decile.decile > 10) throw refused(field, `decile 1 to 10, got ${decile.decile}`);
  if (!EDITION.test(decile.edition)) throw refused(field, 'an edition such as 2025-Q3');
  return { decile: decile.decile, edition: decile.edition };
}

/** @returns the reason @throws CodedError BAD_RECORD where it is empty, too long, or has a number that may be a person's */
export function validWhy(why: string): string {
  const plain = why.trim();
  if (plain === '' || plain.length > MOST_WHY) throw refused('why', `1 to ${MOST_WHY} characters`);
  if (withoutNumbers(plain) !== plain) throw refused('why', 'no number of ten digits or more');
  return plain;
}

/** @param birthDate `YYYY-MM-DD` @throws CodedError BAD_RECORD for a NIK that cannot be, or of another date of birth (day plus 40 for women) */
export function nikOfBirthDate(nik: string, birthDate: string): void {
  if (readNik(nik).nik === undefined) throw refused('nik', 'a district and a date of birth in it that exist');
  if (!datesOf(nik).includes(birthDate)) throw refused('nik', 'the date of birth in it to be birthDate');
}

/** @returns whole years on a day, both `YYYY-MM-DD` */
export const ageOn = (birthDate: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0);

/** @returns true for an age at which one may be insured */
export const isInsurableAge = (age: number): boolean => age >= LEAST_AGE && age < AGE_LIMIT;
