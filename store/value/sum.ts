/**
 * A running total as MongoDB keeps it for `$sum` and `$avg`: ints, longs and doubles as the unevaluated sum of two doubles (106 bits,
 * so whole numbers stay exact and fractions lose little), decimals beside them. The widest type that was added is the
 * type of the total. It holds numbers only, so that adding one makes no object.
 */
import { Decimal128, Double, Long } from 'bson';
import { calculate, fitsLong } from './arithmetic.ts';
import { decimalOperation, makeDecimal } from './decimal.ts';
import { bitsOf } from './double-bits.ts';
import { double, isLong, looksInt, type Numeric, type Value } from './types.ts';

/** How wide a type is: the wider one is the type of a sum. */
const [INT, LONG, DOUBLE, DECIMAL] = [0, 1, 2, 3] as const;
const TWO_TO_32 = 2 ** 32;
const ZERO = Decimal128.fromString('0');

/** The fold of `$sum` and `$avg`: `take` adds a value, `result` and `mean` read the total so far. */
export class Sum {
  #width: number = INT;
  /** The double nearest to the total, and what is missing to it. */
  #high = 0;
  #low = 0;
  /** The total of doubles without compensation, which makes NaN of infinities. */
  #plain = 0;
  #decimals = ZERO;
  /** How many numbers were added. */
  #count = 0;

  /** Adds a number; anything else leaves the total as it is. */
  take(value: Value | undefined): undefined {
    if (typeof value === 'number') this.#takeNumber(looksInt(value) ? INT : DOUBLE, value);
    else if (value instanceof Double) this.#takeNumber(DOUBLE, value.value);
    else if (isLong(value)) this.#takeLong(value);
    else if (value instanceof Decimal128) this.#takeDecimal(value);
  }

  #takeNumber(width: number, number: number): void {
    this.#count += 1;
    if (width > this.#width) this.#width = width;
    this.#compensated(number);
  }

  #takeLong(value: Long): void {
    this.#compensated(value.getLowBitsUnsigned());
    this.#takeNumber(LONG, value.getHighBits() * TWO_TO_32);
  }

  #takeDecimal(value: Decimal128): void {
    this.#count += 1;
    this.#width = DECIMAL;
    this.#decimals = decimalOperation('add', this.#decimals, value);
  }

  /** What is missing joins the number (Dekker's sum of a large and a small), then both join the total (Knuth's sum of any two). */
  #compensated(number: number): void {
    const [high, low] = [this.#high, this.#low];
    this.#plain += number;
    const next = number + low;
    const rest = low - (next - number);
    const total = high + next;
    const before = total - next;
    this.#high = total;
    this.#low = rest + (high - before) + (next - (total - before));
  }

  /** The total in the widest type that was added; an int that does not fit is a long, a long that does not is a double. */
  result(): Numeric {
    if (this.#width === DECIMAL) return this.#decimal();
    if (this.#width === DOUBLE) return double(this.#double());
    if (this.#width === INT && this.#low === 0 && looksInt(this.#high)) return this.#high;
    const whole = BigInt(this.#high) + BigInt(this.#low);
    return fitsLong(whole) ? Long.fromBigInt(whole) : double(this.#double());
  }

  /** The total by how many numbers there were: a double, or a decimal where there was one; null of none. */
  mean(): Numeric | null {
    if (this.#count === 0) return null;
    return this.#width === DECIMAL
      ? calculate('divide', this.#decimal(), this.#count)
      : double(this.#double() / this.#count);
  }

  /** The double nearest to the total of all but decimals. */
  #double(): number {
    return Number.isNaN(this.#high) ? this.#plain : this.#high;
  }

  /** The total of everything, to 34 digits. */
  #decimal(): Decimal128 {
    const others = Number.isFinite(this.#high)
      ? decimalOperation('add', exactly(this.#high), exactly(this.#low))
      : Decimal128.fromString(String(this.#double()));
    return decimalOperation('add', this.#decimals, others);
  }
}

/** A finite double as the decimal of 34 digits nearest to it. */
function exactly(value: number): Decimal128 {
  const bits = bitsOf(Math.abs(value));
  const field = Number(bits >> 52n);
  let digits = bits & ((1n << 52n) - 1n);
  if (field > 0) digits |= 1n << 52n;
  let exponent = Math.max(field, 1) - 1075;
  for (; exponent < 0 && (digits & 1n) === 0n && digits !== 0n; exponent += 1) digits >>= 1n;
  const negative = value < 0;
  if (digits === 0n) return ZERO;
  if (exponent >= 0) return makeDecimal({ negative, digits: digits << BigInt(exponent), exponent: 0 });
  return makeDecimal({ negative, digits: digits * 5n ** BigInt(-exponent), exponent });
}
