/** `identityOf` is the same for equal values and different for others: sets, groups and distinct values depend on it. */
import { BSONSymbol, Decimal128, Double, Long, MinKey, ObjectId, Timestamp } from 'bson';
import { fc } from '../support/properties.ts';
import { expect, test } from 'vitest';
import { equal } from '../../store/value/compare.ts';
import { identityOf } from '../../store/value/key.ts';
import type { Value } from '../../store/value/types.ts';

/** One number in every type that holds it. */
const numbers = fc
  .oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.maxSafeInteger(),
    fc.constantFrom(2 ** 53, 2 ** 60, -(2 ** 63), 1e22, 0.1, -0, NaN, Infinity, -Infinity),
    fc.double(),
  )
  .chain((number) =>
    fc.constantFrom<Value>(
      number,
      new Double(number),
      Decimal128.fromString(String(number)),
      ...(Number.isInteger(number) && Math.abs(number) < 2 ** 63 ? [Long.fromBigInt(BigInt(number))] : []),
    ),
  );
const exact = fc.constantFrom<Value>(
  Long.fromString('9007199254740993'),
  Decimal128.fromString('9007199254740993'),
  Decimal128.fromString('0.1'),
  Decimal128.fromString('0.10'),
  Decimal128.fromString('1E400'),
);
const texts = fc.oneof(
  fc.constantFrom('', '0', '1', '\0', '\x16', '\x19', 'é', 'NaN'),
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
);
const others = fc.constantFrom<Value>(
  null,
  true,
  false,
  new Date(0),
  new ObjectId('000000000000000000000001'),
  new MinKey(),
  new Timestamp({ t: 1, i: 0 }),
);
const scalars = fc.oneof(
  numbers,
  exact,
  texts,
  texts.map((text): Value => new BSONSymbol(text)),
  others,
);
const values = fc.oneof(
  scalars,
  fc.array(scalars, { maxLength: 2 }),
  fc.array(fc.tuple(texts, scalars), { maxLength: 2 }).map((fields): Value => new Map(fields)),
);

test('two values have one identity exactly where they compare as equal', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(identityOf(a) === identityOf(b)).toBe(equal(a, b));
      expect(identityOf([a]) === identityOf([b])).toBe(equal([a], [b]));
    }),
    { numRuns: 3000 },
  );
});

test.each<[string, Value[]]>([
  ['one', [1, new Double(1), Long.fromNumber(1), Decimal128.fromString('1'), Decimal128.fromString('1.00')]],
  ['zero', [0, -0, new Double(-0), Decimal128.fromString('-0'), Long.ZERO]],
  ['not a number', [NaN, new Double(NaN), Decimal128.fromString('NaN')]],
  ['above 2^53', [Long.fromString('9007199254740993'), Decimal128.fromString('9007199254740993')]],
  ['2^60', [2 ** 60, Long.fromBigInt(2n ** 60n), Decimal128.fromString('1152921504606846976')]],
])('%s has one identity in every type', (_name, same) => {
  expect(new Set(same.map(identityOf)).size).toBe(1);
});

test('a number, its numeral, and neighbours that are the same double are different', () => {
  const different: Value[] = [1, '1', 2 ** 53, Long.fromString('9007199254740993'), Decimal128.fromString('0.1'), 0.1];
  expect(new Set(different.map(identityOf)).size).toBe(different.length);
});
