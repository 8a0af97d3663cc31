/** Keys sort as values do, in both directions, also where a text holds the bytes by which keys are written. */
import { Decimal128, Double, Long, ObjectId } from 'bson';
import { fc } from '../support/properties.ts';
import { expect, test } from 'vitest';
import { compare } from '../../store/value/compare.ts';
import { valueKey } from '../../store/value/key.ts';
import type { Value } from '../../store/value/types.ts';

const text = fc.string({ unit: fc.constantFrom('\0', '\x01', '\x02', 'a', 'b', 'é', '\u{1f600}'), maxLength: 4 });
const number = fc.constantFrom<Value>(
  0,
  -1,
  1.5,
  -0.5,
  NaN,
  Infinity,
  -Infinity,
  new Double(2),
  Long.fromString('9007199254740993'),
  Decimal128.fromString('0.1'),
  Decimal128.fromString('-0.1'),
);
const scalar = fc.oneof(
  text,
  number,
  fc.constantFrom<Value>(null, true, false, new Date(0), new Date(5), new ObjectId('0'.repeat(24))),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(fc.tuple(text, scalar), { maxLength: 2 }).map((pairs) => new Map(pairs)) },
);

test('the key of two values sorts as the values do, each in its direction', () => {
  fc.assert(
    fc.property(
      fc.tuple(value, value),
      fc.tuple(value, value),
      fc.tuple(fc.boolean(), fc.boolean()),
      (left, right, descending) => {
        const [first, second] = left.map((one, i) => Math.sign(compare(one, right[i]!)) * (descending[i] ? -1 : 1));
        const order = Buffer.compare(valueKey(left, descending), valueKey(right, descending));
        expect(order).toBe(first === 0 ? (second ?? 0) + 0 : first);
      },
    ),
    { numRuns: 20_000 },
  );
});

test('no key begins another, so that keys of several fields can be joined', () => {
  fc.assert(
    fc.property(value, value, (left, right) => {
      if (compare(left, right) === 0) return;
      const [a, b] = [valueKey([left]), valueKey([right])];
      expect(a.subarray(0, b.length).equals(b)).toBe(false);
    }),
    { numRuns: 20_000 },
  );
});
