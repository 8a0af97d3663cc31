/** Decimal128 arithmetic on bigints: 34 digits, ties to even, as IEEE 754 and MongoDB round. */
import { Decimal128 } from 'bson';

/** The base of decimals. */
export const TEN = 10n;
const PRECISION = 34;
const LIMIT = TEN ** BigInt(PRECISION);

/** `(-1)^negative * digits * 10^exponent` */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly exponent: number;
}
/** A decimal that is finite, or what it is instead. */
export type ParsedDecimal = Decimal | 'NaN' | 'Infinity' | '-Infinity';

/** The parts of a decimal. */
export function parseDecimal(value: Decimal128): ParsedDecimal {
  const text = value.toString();
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') return text;
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/.exec(text)!;
  return { negative: sign === '-', digits: BigInt(whole! + fraction), exponent: Number(exponent) - fraction.length };
}

/** The decimal of these parts, rounded to 34 digits. */
export function makeDecimal({ negative, digits, exponent }: Decimal): Decimal128 {
  const rounded = round(digits, exponent);
  return Decimal128.fromString(`${negative ? '-' : ''}${rounded.digits}E${rounded.exponent}`);
}

function round(digits: bigint, exponent: number): { digits: bigint; exponent: number } {
  const excess = String(digits).length - PRECISION;
  if (excess <= 0) return { digits, exponent };
  const unit = TEN ** BigInt(excess);
  const rest = digits % unit;
  let kept = digits / unit;
  const twice = rest * 2n;
  if (twice > unit || (twice === unit && kept % 2n === 1n)) kept += 1n;
  return kept === LIMIT
    ? { digits: kept / TEN, exponent: exponent + excess + 1 }
    : { digits: kept, exponent: exponent + excess };
}

function signed({ negative, digits }: Decimal): bigint {
  return negative ? -digits : digits;
}

function fromSigned(value: bigint, exponent: number): Decimal128 {
  return makeDecimal({ negative: value < 0n, digits: value < 0n ? -value : value, exponent });
}

/** Both over one exponent. */
function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [signed(a) * TEN ** BigInt(a.exponent - exponent), signed(b) * TEN ** BigInt(b.exponent - exponent), exponent];
}

/** An arithmetic operation on two numbers. */
export type Operation = 'add' | 'subtract' | 'multiply' | 'divide';

const EXACT: Record<Operation, (a: Decimal, b: Decimal) => Decimal128> = {
  add(a, b) {
    const [x, y, exponent] = aligned(a, b);
    return fromSigned(x + y, exponent);
  },
  subtract(a, b) {
    const [x, y, exponent] = aligned(a, b);
    return fromSigned(x - y, exponent);
  },
  multiply: (a, b) => fromSigned(signed(a) * signed(b), a.exponent + b.exponent),
  divide(a, b) {
    const shift = Math.max(0, 2 * PRECISION + String(b.digits).length - String(a.digits).length);
    const top = signed(a) * TEN ** BigInt(shift);
    const quotient = top / signed(b);
    const inexact = quotient * signed(b) !== top;
    // A sticky digit keeps a tie from looking exact when digits were cut.
    return inexact
      ? fromSigned(quotient * TEN + (quotient < 0n ? -1n : 1n), a.exponent - b.exponent - shift - 1)
      : trimmed(quotient, a.exponent - b.exponent - shift, a.exponent - b.exponent);
  },
};

/** An exact quotient without the zeros that the division added, down to the ideal exponent. */
function trimmed(value: bigint, exponent: number, ideal: number): Decimal128 {
  let digits = value;
  let at = exponent;
  while (at < ideal && digits !== 0n && digits % TEN === 0n) {
    digits /= TEN;
    at += 1;
  }
  return fromSigned(digits, digits === 0n ? ideal : at);
}

/** The arithmetic of doubles; infinities and NaN of decimals follow its rules. */
export const DOUBLES: Record<Operation, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

/** Calculates with decimals; a division by zero is an infinity or NaN. */
export function decimalOperation(operation: Operation, a: Decimal128, b: Decimal128): Decimal128 {
  const x = parseDecimal(a);
  const y = parseDecimal(b);
  const finite = typeof x === 'object' && typeof y === 'object';
  const zeroDivisor = finite && y.digits === 0n && operation === 'divide';
  if (!finite || zeroDivisor)
    return Decimal128.fromString(String(DOUBLES[operation](Number(a.toString()), Number(b.toString()))));
  return EXACT[operation](x, y);
}
