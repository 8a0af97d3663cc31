/**
 * Encryption at rest: AES-256-GCM, a random nonce for each value. `place` (collection, field and id) is authenticated with it,
 * so a sealed value copied into another person's record does not open.
 * Bytes: version 1 | nonce 12 | tag 16 | ciphertext. While keys are changed there are two: the first seals, both open (`reseal.ts`).
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { subgraphFault } from '../errors.ts';

const VERSION = 1;
const HEAD = 1 + 12 + 16;

/** Seals values under one key and opens them under it or the one before; `place` names collection, field and id. */
export interface FieldEncryption {
  /** @returns other bytes each time, also for the same text */
  encrypt(text: string, place: string): Buffer;
  /** @returns the same bytes for the same text, for what clients compare; elsewhere `encrypt`, which hides that two values are alike */
  encryptDeterministic(text: string, place: string): Buffer;
  /** @throws CodedError SEALED_UNREADABLE */
  decrypt(sealed: Uint8Array, place: string): string;
  /** @returns the value under the first key; undefined where it is already @throws CodedError SEALED_UNREADABLE */
  reseal(sealed: Uint8Array, place: string): Buffer | undefined;
}

/** @param encryptionKey hexadecimal, 32 bytes; while keys are changed, a comma and the one before behind it */
export function fieldEncryption(encryptionKey: string): FieldEncryption {
  // Node takes six times as long over a cipher or an HMAC whose key is bytes and not a KeyObject.
  const [key, previous] = encryptionKey.split(',').map((hex) => createSecretKey(hex, 'hex')) as [KeyObject, KeyObject?];
  const nonceKey = createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'nonces of sealAlike', 32)));
  const sealed = (text: string, place: string, nonce: Buffer): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
  };
  return {
    encrypt: (text, place) => sealed(text, place, randomBytes(12)),
    // A nonce computed from place and text repeats only for the same bytes.
    encryptDeterministic: (text, place) =>
      sealed(
        text,
        place,
        createHmac('sha256', nonceKey)
          .update(JSON.stringify([place, text]))
          .digest()
          .subarray(0, 12),
      ),
    decrypt: (value, place) => openedWith(key, value, place) ?? openedWith(previous, value, place) ?? unreadable(),
    reseal(value, place) {
      if (openedWith(key, value, place) !== undefined) return undefined;
      return sealed(openedWith(previous, value, place) ?? unreadable(), place, randomBytes(12));
    },
  };
}

/** @returns undefined where the key is not that of the value, or the value was altered */
function openedWith(key: KeyObject | undefined, sealed: Uint8Array, place: string): string | undefined {
  if (key === undefined) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13)).setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(13, HEAD));
    return decipher.update(sealed.subarray(HEAD), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

function unreadable(): never {
  throw subgraphFault('SEALED_UNREADABLE');
}

/** Bytes of a value that `lean` or the driver has read, which may be BSON's Binary. */
export function bytesOf(value: Uint8Array | { buffer: Uint8Array }): Uint8Array {
  return value instanceof Uint8Array ? value : value.buffer;
}

/** @param place that the value was encrypted with @returns null where there is no value @throws CodedError SEALED_UNREADABLE */
export function decrypted(
  encryption: FieldEncryption,
  value: Uint8Array | null | undefined,
  place: string,
): string | null {
  return value == null ? null : encryption.decrypt(bytesOf(value), place);
}
