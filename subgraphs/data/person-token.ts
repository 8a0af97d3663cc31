/**
 * A person's token: every agency that knows the NIK and the city's key computes the same one, so the graph joins a person's records
 * without a NIK crossing it. A plain hash would not do: all NIK can be tried in minutes.
 */
import { createSecretKey } from 'node:crypto';
import { keyedHash } from './keyed-hash.ts';

const NIK = /^\d{16}$/;

/** The form of a person's token: `psr_` and 26 characters of base32. */
export const PERSON_TOKEN = /^psr_[a-z2-7]{26}$/;

/** @returns true for 16 digits, whether that NIK was ever issued or not */
export const isNik = (text: string): boolean => NIK.test(text);

/**
 * @param identityKey 64 hexadecimal digits; while it is changed, the new one, a comma and the one before: the first makes tokens
 * @returns the function from a NIK to its token, HMAC-SHA256
 */
export function personTokens(identityKey: string): (nik: string) => string {
  const key = createSecretKey(identityKey.split(',')[0]!, 'hex');
  return (nik) => `psr_${keyedHash(key, nik)}`;
}
