/**
 * Numbers of all four BSON types as bytes that sort as the numbers do, and are the same for the same number.
 *
 * The bytes are: a sign byte; the largest double not above the magnitude, as 8 big-endian bytes (the bits of positive doubles
 * sort as integers); then 0 when the double is exact, or 1 and how far into the gap to the next double the number lies. Only
 * int64 above 2^53 and decimals need the second part. The bytes of a negative number's magnitude are inverted.
 */
import { Decimal128, Double } from 'bson';
import type { Numeric } from './types.ts';
import { bitsOf, doubleOf } from './double-bits.ts';
import { parseDecimal, TEN } from './decimal.ts';

/** The first byte of the key of NaN. The first bytes of numbers stand where the rank of the type stands in other keys. */
export const NAN_BYTE = 20;
/** The first byte of the key of a number below zero. */
export const NEGATIVE_BYTE = 21;
/** The first byte of the key of zero or a number above it. */
export const POSITIVE_BYTE = 22;

/** An exact number: `top / bottom`, never negative. */
interface Ratio {
  readonly top: bigint;
  readonly bottom: bigint;
}

/** The key of a number: 10 bytes where a double holds it exactly, one byte for NaN, up to 27 bytes else. */
export function numericKey(value: Numeric): Buffer {
  const plain = value instanceof Double ? value.value : value;
  if (typeof plain === 'number') return doubleKey(plain);
  if (plain instanceof Decimal128) return decimalKey(plain);
  const big = plain.toBigInt();
  const magnitude = big < 0n ? -big : big;
  return Number.isSafeInteger(Number(big))
    ? doubleKey(Number(big))
    : ratioKey(big < 0n, { top: magnitude, bottom: 1n }, Number(magnitude));
}

/** @returns the double that is equal to a number; `undefined` where no double holds it exactly */
export function exactDouble(value: Numeric): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Double) return value.value;
  const near = value instanceof Decimal128 ? Number(value.toString()) : value.toNumber();
  return numericKey(value).equals(numericKey(near)) ? near : undefined;
}

function doubleKey(value: number): Buffer {
  if (Number.isNaN(value)) return Buffer.of(NAN_BYTE);
  return assemble(value < 0, Math.abs(value), []);
}

function decimalKey(value: Decimal128): Buffer {
  const decimal = parseDecimal(value);
  if (decimal === 'NaN') return Buffer.of(NAN_BYTE);
  if (decimal === 'Infinity' || decimal === '-Infinity') return doubleKey(Number(decimal));
  const { negative, digits, exponent } = decimal;
  const ratio =
    exponent >= 0
      ? { top: digits * TEN ** BigInt(exponent), bottom: 1n }
      : { top: digits, bottom: TEN ** BigInt(-exponent) };
  return ratioKey(negative, ratio, Math.abs(Number(value.toString())));
}

/** @param near a double close to the magnitude */
function ratioKey(negative: boolean, magnitude: Ratio, near: number): Buffer {
  let floor = near === Infinity ? Number.MAX_VALUE : near;
  if (compareRatios(ratioOf(floor), magnitude) > 0) floor = step(floor, -1n);
  if (compareRatios(ratioOf(floor), magnitude) === 0) return assemble(negative && floor !== 0, floor, []);
  const outside = floor === 0 || floor === Number.MAX_VALUE;
  return assemble(negative, floor, outside ? scientific(magnitude) : intoGap(magnitude, floor));
}

/** 16 bytes: the fraction of the gap between neighbouring doubles; two decimals of 34 digits lie further apart than 2^-62 of it. */
function intoGap(magnitude: Ratio, floor: number): number[] {
  const low = ratioOf(floor);
  const high = ratioOf(step(floor, 1n));
  const top = (magnitude.top * low.bottom - low.top * magnitude.bottom) * high.bottom;
  const bottom = (high.top * low.bottom - low.top * high.bottom) * magnitude.bottom;
  return bigEndian((top << 128n) / bottom, 16);
}

/** Beyond the range of doubles: 2 bytes of decimal exponent, 15 bytes of 34 digits. */
function scientific({ top, bottom }: Ratio): number[] {
  let exponent = String(top).length - String(bottom).length;
  const scale = (by: number): bigint =>
    by >= 0 ? (top * TEN ** BigInt(by)) / bottom : top / (bottom * TEN ** BigInt(-by));
  if (scale(33 - exponent) < TEN ** 33n) exponent -= 1;
  return [...bigEndian(BigInt(exponent + 10_000), 2), ...bigEndian(scale(33 - exponent), 15)];
}

function assemble(negative: boolean, floor: number, rest: readonly number[]): Buffer {
  const key = Buffer.allocUnsafe(10 + rest.length);
  key[0] = negative ? NEGATIVE_BYTE : POSITIVE_BYTE;
  key.writeDoubleBE(floor === 0 ? 0 : floor, 1);
  key[9] = rest.length === 0 ? 0 : 1;
  for (let i = 0; i < rest.length; i += 1) key[10 + i] = rest[i]!;
  if (negative) for (let i = 1; i < key.length; i += 1) key[i] = ~key[i]!;
  return key;
}

/** The double that is `by` steps away. */
function step(value: number, by: bigint): number {
  return doubleOf(bitsOf(value) + by);
}

/** A double above or equal to zero as an exact ratio. */
function ratioOf(value: number): Ratio {
  const bits = bitsOf(value);
  const field = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  const exponent = Math.max(field, 1) - 1075;
  return exponent >= 0
    ? { top: mantissa << BigInt(exponent), bottom: 1n }
    : { top: mantissa, bottom: 1n << BigInt(-exponent) };
}

function compareRatios(a: Ratio, b: Ratio): number {
  const left = a.top * b.bottom;
  const right = b.top * a.bottom;
  return left < right ? -1 : Number(left > right);
}

function bigEndian(value: bigint, length: number): number[] {
  const bytes = new Array<number>(length);
  let rest = value;
  for (let i = length - 1; i >= 0; i -= 1) {
    bytes[i] = Number(rest & 255n);
    rest >>= 8n;
  }
  return bytes;
}
