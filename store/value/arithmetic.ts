/** Sums and products of ints, longs and doubles: the wider type wins, an int that overflows becomes a long, a long a double. */
import { Long, type Decimal128 } from 'bson';
import { notOffered, type StoreError } from '../errors.ts';
import { double, isLong, looksInt, toNumber, type Numeric } from './types.ts';

/** What is calculated with: whoever calls has refused decimals, and says where. */
export type Calculable = Exclude<Numeric, Decimal128>;

/** An arithmetic operation on two numbers. */
type Operation = 'add' | 'subtract' | 'multiply' | 'divide';

const DOUBLES: Record<Operation, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

const INTEGERS: Record<Operation, (a: bigint, b: bigint) => bigint> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

function isInt(value: Calculable): value is number {
  return typeof value === 'number' && looksInt(value);
}

/** The error for arithmetic with a decimal: in doubles it would lose digits without a word. @param where which operator, and on which field */
export const noDecimals = (where: string): StoreError => notOffered(`arithmetic with a decimal (${where})`);

/** Calculates with two numbers. A division returns a double. */
export function calculate(operation: Operation, a: Calculable, b: Calculable): Calculable {
  const integers = operation !== 'divide' && (isInt(a) || isLong(a)) && (isInt(b) || isLong(b));
  if (!integers) return double(DOUBLES[operation](toNumber(a), toNumber(b)));
  if (isInt(a) && isInt(b)) return narrow(operation, a, b);
  const result = INTEGERS[operation](toBigInt(a), toBigInt(b));
  return fitsLong(result) ? Long.fromBigInt(result) : double(Number(result));
}

/** Two ints: an int where it fits, else a long. */
function narrow(operation: Operation, a: number, b: number): Calculable {
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
function toBigInt(value: Calculable): bigint {
  return isLong(value) ? value.toBigInt() : BigInt(Math.trunc(toNumber(value)));
}
