/**
 * Random rounding to base 5 that never changes its mind. What decides up or down is a keyed hash of the month, the field
 * and the *value*, and nothing the caller can choose: with the path, an alias, a filter or its spelling in the hash, each
 * new one would be a new throw of the dice, and the mean of a few throws is the exact count.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Shown counts are multiples of it. */
export const BASE = 5;

export interface Rounding {
  /** Secret of the city, at least 32 bytes: who has it can undo the rounding. */
  readonly key: string;
  /** The month of the snapshot, `YYYY-MM`: a new month throws anew. */
  readonly month: string;
}

/** @returns a multiple of 5 less than 5 away; a multiple of 5 itself stays, and the expected value is the value */
export function rounded(value: number, coordinate: string, { key, month }: Rounding): number {
  const rest = value % BASE;
  if (rest === 0) return value;
  const thrown = createHmac('sha256', secretOf(key)).update(JSON.stringify([month, coordinate, value])).digest().readUInt32BE(0) / 2 ** 32;
  return thrown < rest / BASE ? value - rest + BASE : value - rest;
}

let known: { readonly text: string; readonly secret: KeyObject } | undefined;

/** A city has one key; to read it anew for each count takes longer than the count. */
function secretOf(text: string): KeyObject {
  if (known?.text !== text) known = { text, secret: createSecretKey(text, 'utf8') };
  return known.secret;
}
