/** The parts of a Decimal128, exactly. There is no arithmetic with decimals: they are stored, compared, sorted and indexed. */
import type { Decimal128 } from 'bson';

/** The base of decimals. */
export const TEN = 10n;

/** `(-1)^negative * digits * 10^exponent` */
interface Decimal {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly exponent: number;
}

/** The parts of a decimal that is finite, or what it is instead. */
export function parseDecimal(value: Decimal128): Decimal | 'NaN' | 'Infinity' | '-Infinity' {
  const text = value.toString();
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') return text;
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/.exec(text)!;
  return { negative: sign === '-', digits: BigInt(whole! + fraction), exponent: Number(exponent) - fraction.length };
}
