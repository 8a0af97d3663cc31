import { createHmac, type KeyObject } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 26;

/** @returns HMAC-SHA256 of the text under the key: its first 130 bits in RFC 4648 base32, lower case */
export const keyedHash = (key: KeyObject, text: string): string =>
  base32(createHmac('sha256', key).update(text).digest());

function base32(bytes: Buffer): string {
  let text = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((value >> bits) & 31);
    }
    if (text.length >= LENGTH) break;
  }
  return text.slice(0, LENGTH);
}
