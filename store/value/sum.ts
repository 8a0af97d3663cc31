/**
 * A running total as MongoDB keeps it for `$sum` and `$avg`: ints, longs and doubles as the unevaluated sum of two doubles (106 bits,
 * so whole numbers stay exact and fractions lose little). The widest type that was added is the type of the total. It holds
 * numbers only, so that adding one makes no object.
 */
import { Decimal128, Double, Long } from 'bson';
import { fitsLong, noDecimals } from './arithmetic.ts';
import { double, isLong, looksInt, type Numeric, type Value } from './types.ts';

/** How wide a type is: the wider one is the type of a sum. */
const [INT, LONG, DOUBLE] = [0, 1, 2] as const;
const TWO_TO_32 = 2 ** 32;

/** The fold of `$sum` and `$avg`: `take` adds a value, `result` and `mean` read the total so far. */
export class Sum {
  #width: number = INT;
  /** The double nearest to the total, and what is missing to it. */
  #high = 0;
  #low = 0;
  /** The total of doubles without compensation, which makes NaN of infinities. */
  #plain = 0;
  /** How many numbers were added. */
  #count = 0;

  /** Adds a number; anything else leaves the total as it is. @throws StoreError CommandNotSupported for a decimal */
  take(value: Value | undefined): undefined {
    if (typeof value === 'number') this.#takeNumber(looksInt(value) ? INT : DOUBLE, value);
    else if (value instanceof Double) this.#takeNumber(DOUBLE, value.value);
    else if (isLong(value)) this.#takeLong(value);
    else if (value instanceof Decimal128) throw noDecimals('a sum or a mean');
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
    if (this.#width === DOUBLE) return double(this.#double());
    if (this.#width === INT && this.#low === 0 && looksInt(this.#high)) return this.#high;
    const whole = BigInt(this.#high) + BigInt(this.#low);
    return fitsLong(whole) ? Long.fromBigInt(whole) : double(this.#double());
  }

  /** The total by how many numbers there were, as a double; null of none. */
  mean(): Numeric | null {
    return this.#count === 0 ? null : double(this.#double() / this.#count);
  }

  /** The double nearest to the total. */
  #double(): number {
    return Number.isNaN(this.#high) ? this.#plain : this.#high;
  }
}
