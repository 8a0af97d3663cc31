/** What may stand in a field of a worker alone that a caller fills in; fields of any person: `../../changes/record-fields.ts`. */
import { badField } from '../../changes/record-fields.ts';
import { readPhone } from '../../import/read-phone.ts';
import type { Decile } from '../models.ts';

const EDITION = /^20\d{2}-Q[1-4]$/;
/** Who is as old as this, in years, is insured no longer. */
export const AGE_LIMIT = 65;
const LEAST_AGE = 15;

/** @returns the number in one form, `0812…`; null for none @throws CodedError BAD_RECORD */
export function validPhone(phone: string | null | undefined): string | null {
  if (phone == null) return null;
  const read = readPhone(phone.trim());
  if (read === undefined) throw badField('phone', 'a number that begins with 0 or +62');
  return read;
}

/** @returns the decile; null for none @throws CodedError BAD_RECORD */
export function validDecile(field: string, decile: Decile | null | undefined): Decile | null {
  if (decile == null) return null;
  if (decile.decile < 1 || decile.decile > 10) throw badField(field, `decile 1 to 10, got ${decile.decile}`);
  if (!EDITION.test(decile.edition)) throw badField(field, 'an edition such as 2025-Q3');
  return { decile: decile.decile, edition: decile.edition };
}

/** @returns whole years on a day, both `YYYY-MM-DD` */
export const ageOn = (birthDate: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0);

/** @returns true for an age at which one may be insured */
export const isInsurableAge = (age: number): boolean => age >= LEAST_AGE && age < AGE_LIMIT;
