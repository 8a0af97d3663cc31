/** Sums and products over BSON's four numeric types: the wider type wins, an int that overflows becomes a long, a long a double. */
import { Decimal128, Double, Long } from 'bson';
import { decimalOperation, DOUBLES, type Operation } from './decimal.ts';
import { double, isLong, looksInt, toNumber, type Numeric } from './types.ts';

const INTEGERS: Record<Operation, (a: bigint, b: bigint) => bigint> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

function isInt(value: Numeric): value is number {
  return typeof value === 'number' && looksInt(value);
}

/** Calculates with two numbers of any type. A division returns a double, or a decimal. */
export function calculate(operation: Operation, a: Numeric, b: Numeric): Numeric {
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return decimalOperation(operation, toDecimal(a), toDecimal(b));
  const integers = operation !== 'divide' && (isInt(a) || isLong(a)) && (isInt(b) || isLong(b));
  if (!integers) return double(DOUBLES[operation](toNumber(a), toNumber(b)));
  if (isInt(a) && isInt(b)) return narrow(operation, a, b);
  const result = INTEGERS[operation](toBigInt(a), toBigInt(b));
  return fitsLong(result) ? Long.fromBigInt(result) : double(Number(result));
}

/** Two ints: an int where it fits, else a long. */
function narrow(operation: Operation, a: number, b: number): Numeric {
  const quick = DOUBLES[operation](a, b);
  if (looksInt(quick)) return quick;
  if (Object.is(quick, -0)) return 0;
  return Long.fromBigInt(INTEGERS[operation](BigInt(a), BigInt(b)));
}

/** Whether a whole number fits int64. */
export function fitsLong(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** An integer as a bigint; a fraction is cut off. */
function toBigInt(value: Numeric): bigint {
  return isLong(value) ? value.toBigInt() : BigInt(Math.trunc(toNumber(value)));
}

/** A number as a decimal; a double is rounded to 15 digits, as in MongoDB. */
function toDecimal(value: Numeric): Decimal128 {
  if (value instanceof Decimal128) return value;
  if (isLong(value)) return Decimal128.fromString(value.toString());
  // MongoDB turns a double into a decimal of 15 digits.
  const number = value instanceof Double ? value.value : value;
  if (!Number.isFinite(number)) return Decimal128.fromString(String(number));
  return Decimal128.fromString(looksInt(number) ? String(number) : String(Number(number.toPrecision(15))));
}
