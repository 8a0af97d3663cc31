/** Counts over people by the cell key method (docs/disclosure.md of sigap-graph); vectors/cell-keys.json and vectors/p-table.json hold it to it. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Caller } from './claims.js';

/** People with the sum of their record keys, modulo 2^32. */
export interface Tally {
  readonly n: number;
  readonly key: number;
}

interface PTable {
  readonly rows: readonly { readonly noise: readonly number[]; readonly probabilities: readonly number[] }[];
}

/** @param secret RECORD_KEY, 64 hexadecimal digits @returns the key of a record, from the person's token */
export function recordKeys(secret: string, records: string): (id: string) => number {
  const key = createHmac('sha256', Buffer.from(secret, 'hex')).update(`record keys of ${records}`).digest();
  return (id) => createHmac('sha256', key).update(id).digest().readUInt32BE(0);
}

/** One to one on 32 bits (lowbias32), so that nothing follows from the keys of two parts about that of their sum. */
export function scatter(key: number): number {
  let mixed = key >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const { rows } = JSON.parse(readFileSync(new URL('../../vectors/p-table.json', import.meta.url), 'utf8')) as PTable;
const bounds = rows.map(({ probabilities }) => {
  let sum = 0;
  return probabilities.map((probability) => (sum += probability) * 2 ** 32);
});

/** @param key scattered @returns what is published instead of the count */
export function perturb(count: number, key: number): number {
  const row = Math.min(count, rows.length - 1);
  const at = bounds[row]!.findIndex((bound) => key < bound);
  return count + rows[row]!.noise.at(at)!;
}

/** @returns the number that this caller sees */
export const shown = ({ n, key }: Tally, { cells }: Caller): number =>
  cells === 'exact' ? n : perturb(n, scatter(key));

/** @returns the month at whose end this caller counts; null: as the records are now */
export function monthFor({ cells, month }: Caller, now: number): string | null {
  if (cells === 'exact') return null;
  if (month !== undefined) return month;
  // The last month that has ended in Asia/Jakarta, UTC+7 all year.
  const jakarta = new Date(now + 7 * 3_600_000);
  return new Date(Date.UTC(jakarta.getUTCFullYear(), jakarta.getUTCMonth() - 1)).toISOString().slice(0, 7);
}

/** @returns the last day that counts, `YYYY-MM-DD` */
export const lastDayOf = (month: string | null, now: number): string =>
  month === null ? new Date(now + 7 * 3_600_000).toISOString().slice(0, 10) : `${month}-31`;
