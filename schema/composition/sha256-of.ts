import { createHash } from 'node:crypto';

/** @returns SHA-256 of a text, hexadecimal */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
