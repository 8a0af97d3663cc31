/** The 64 bits of a double (IEEE 754) as a whole number, and back. Of two doubles above zero the larger has the larger bits. */

/** @returns 0 to 2^64 - 1: the sign, 11 bits of exponent, 52 bits of fraction */
export function bitsOf(value: number): bigint {
  return new BigUint64Array(Float64Array.of(value).buffer)[0]!;
}

/** @param bits as `bitsOf` returns them */
export function doubleOf(bits: bigint): number {
  return new Float64Array(BigUint64Array.of(bits).buffer)[0]!;
}
