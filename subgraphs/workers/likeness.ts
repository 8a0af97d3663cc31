/** What two records of one person have alike where a NIK is mistyped: a keyed hash of name and birth date, by which such records are found. */
import { derivedKey } from '../data/derived-key.ts';
import { keyedHash } from '../data/keyed-hash.ts';
import { comparable } from '../../base/comparable.ts';

/** @returns null where the birth date is not known: names alone are alike too often */
export type LikenessOf = (name: string, birthDate: string | null | undefined) => string | null;

/** @param identityKey as `personTokens` takes it @returns the same text for names that differ in case, accents, punctuation and blanks alone */
export function likenesses(identityKey: string): LikenessOf {
  const key = derivedKey(identityKey, 'likeness of persons');
  return (name, birthDate) => (birthDate == null ? null : `lik_${keyedHash(key, `${comparable(name)} ${birthDate}`)}`);
}
