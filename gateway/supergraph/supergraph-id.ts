import { createHash } from 'node:crypto';

/** The identity of a supergraph: SHA-256 of its text, hexadecimal. */
export function supergraphId(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex');
}
