/** Numbers that a double cannot hold, for random graphs: in custom scalars, inside JSON, and in keys. */
import { numberOf } from '../../../base/exact-number.ts';
import type { Random } from './random.ts';

export const BIG_SCALARS = ['Long', 'Decimal', 'Any'] as const;
export type BigScalar = (typeof BIG_SCALARS)[number];

const LONGS = [
  '9007199254740993',
  '9007199254740992',
  '-9223372036854775808',
  '18446744073709551615',
  '7',
  '1000000000000000000000',
];
const DECIMALS = ['0.1234567890123456789', '-3.14159265358979323846', '0.5', '123456789012345678.90', '1e-7'];

export function isBigScalar(type: string): type is BigScalar {
  return (BIG_SCALARS as readonly string[]).includes(type);
}

export function bigValue(random: Random, type: BigScalar): unknown {
  if (type === 'Long') return numberOf(random.pick(LONGS));
  if (type === 'Decimal') return numberOf(random.pick(DECIMALS));
  return { n: numberOf(random.pick(LONGS)), deep: [{ d: numberOf(random.pick(DECIMALS)) }, 'text', null] };
}

/** @returns keys of which two that follow each other are one double */
export function bigKey(place: number): unknown {
  return numberOf(String(9007199254740992n + BigInt(place)));
}
