/**
 * Encryption at rest: AES-256-GCM, a random nonce a value. `place` (collection, field and id) is authenticated with it,
 * so a sealed value copied into another person's record does not open.
 * Bytes: version 1 | nonce 12 | tag 16 | ciphertext.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { fault } from './errors.ts';

const VERSION = 1;
const HEAD = 1 + 12 + 16;

export interface Seal {
  seal(text: string, place: string): Buffer;
  /** @throws CodedError SEALED_UNREADABLE */
  open(sealed: Uint8Array, place: string): string;
}

/** @param encryptionKey hexadecimal, 32 bytes */
export function sealWith(encryptionKey: string): Seal {
  const key = Buffer.from(encryptionKey, 'hex');
  return {
    seal(text, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, place) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13)).setAAD(Buffer.from(place));
        decipher.setAuthTag(sealed.subarray(13, HEAD));
        return decipher.update(sealed.subarray(HEAD), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw fault('SEALED_UNREADABLE', undefined, { cause });
      }
    },
  };
}

/** What lean reads give for binary data, as bytes. */
export function bytesOf(value: Uint8Array | { buffer: Uint8Array }): Uint8Array {
  return value instanceof Uint8Array ? value : value.buffer;
}
