/** What turns a person of the intake into a record: their token, the record's key, and the name sealed. The NIK itself is not kept. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { CodedError } from './coded-error.js';
import { recordKeys } from './counts.js';
import type { StoredRecord } from './records.js';
import type { Keys } from './options.js';

/** Somebody as they come in. */
export interface Intake {
  readonly nik: string;
  readonly name: string;
  readonly district: string;
  readonly from: string;
  readonly to?: string;
}

const NIK = /^[0-9]{16}$/;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

export const isNik = (text: string): boolean => NIK.test(text);

/** @param identityKey the city's key, 64 hexadecimal digits @returns the function from a NIK to the person's token */
export function personTokens(identityKey: string): (nik: string) => string {
  const key = Buffer.from(identityKey, 'hex');
  return (nik) => {
    const bits = [...createHmac('sha256', key).update(nik).digest()].map((byte) => byte.toString(2).padStart(8, '0'));
    const fives = bits.join('').slice(0, 130).match(/.{5}/g)!;
    return `psr_${fives.map((five) => ALPHABET[parseInt(five, 2)]!).join('')}`;
  };
}

/** AES-256-GCM; the record's id is bound to the value, so that it opens in no other record. */
export function seal(encryptionKey: string, id: string, text: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(encryptionKey, 'hex'), iv).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

export function unseal(encryptionKey: string, id: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(encryptionKey, 'hex'), sealed.subarray(0, 12))
    .setAAD(Buffer.from(id))
    .setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
}

/** @param agency code of the agency whose record it is @returns takes people in; a NIK that is none is refused without being repeated */
export function intake(keys: Keys, agency: string): (person: Intake) => StoredRecord {
  const tokenOf = personTokens(keys.identityKey);
  const keyOf = recordKeys(keys.recordKey, 'kit-name');
  return ({ nik, name, district, from, to }) => {
    if (!isNik(nik)) throw new CodedError('BAD_NIK', 400, 'Not a NIK: expected 16 digits');
    const [_id, token] = [randomUUID(), tokenOf(nik)];
    const sealed = seal(keys.encryptionKey, _id, name);
    return { _id, token, name: sealed, district, agency, from, to: to ?? null, recordKey: keyOf(token) };
  };
}
