import { fc } from '../support/properties.ts';
import { describe, expect, it } from 'vitest';
import {
  holdsLongNumber,
  isExactNumber,
  losesDigits,
  numberOf,
  parseExactly,
  parseSlowly,
  parseSmallExactly,
  wholeDigits,
} from '../../base/exact-number.ts';

describe('a number', () => {
  it.each([
    '9007199254740993',
    '-9223372036854775808',
    '0.1234567890123456789',
    '3.2750000000000001',
    '1e400',
    '1e-400',
    '1000000000000000000000',
    '0.10000000000000000001',
    '123456789012345678e-3',
    '123456789012345678',
    '123456.789012345678',
    '12345678901234567.5',
    '0.100000000000000001',
  ])('%s is kept as text', (text) => {
    expect(losesDigits(text)).toBe(true);
    expect(JSON.stringify(numberOf(text))).toBe(text);
  });

  it.each([
    '0',
    '-0',
    '-0.0',
    '1.10',
    '1E2',
    '1.0E+2',
    '9007199254740992',
    '12345678901234567000',
    '0.10000000000000000000000',
    '0.14285714285714285',
    '1e21',
    '5e-324',
    '0e999',
    '0.000000000000000000001',
    '1.7976931348623157e308',
    '123456789012345680',
    '0.30000000000000004',
    '2251799813685249.5',
    '123456.78901234500000000000',
  ])('%s is a number', (text) => {
    expect(numberOf(text)).toBe(Number(text));
  });

  it('loses digits exactly when its value is another one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (value) => {
        const text = String(value);
        const isSame = BigInt(Number(text)) === value;
        // A double that is written with an exponent is no whole number for most readers; shorter digits of the same double are.
        expect(losesDigits(text)).toBe(!(isSame && String(Number(text)) === text) && String(Number(text)) !== text);
        expect(isSame || losesDigits(text) || String(Number(text)) === text).toBe(true);
      }),
    );
  });

  it('has whole digits when it has neither a fraction nor an exponent', () => {
    const digits = (text: string): string | undefined => wholeDigits(numberOf(text) as never);
    expect([
      digits('9007199254740993'),
      digits('-9007199254740993'),
      digits('1e400'),
      digits('1.2345678901234567890'),
    ]).toEqual(['9007199254740993', '-9007199254740993', undefined, undefined]);
  });
});

describe('JSON', () => {
  const json = fc.letrec((tie) => ({
    number: fc.oneof(
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
      fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String),
      fc.tuple(fc.nat(), fc.bigInt({ min: 0n, max: 10n ** 25n })).map(([whole, fraction]) => `${whole}.${fraction}`),
    ),
    string: fc
      .oneof(fc.string(), fc.constantFrom('9007199254740993', ': 9007199254740993', '",9007199254740993,', '\\'))
      .map((text) => JSON.stringify(text)),
    list: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
    object: fc
      .array(fc.tuple(fc.constantFrom('a', 'b', '__proto__', 'constructor'), tie('value')), { maxLength: 4 })
      .map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${String(value)}`).join(',')}}`),
    value: fc.oneof(
      { depthSize: 'small' },
      tie('number'),
      tie('string'),
      tie('list'),
      tie('object'),
      fc.constantFrom('true', 'null'),
    ),
  })).value as fc.Arbitrary<string>;

  it('is read as JSON.parse reads it, but for numbers that lose digits', () => {
    fc.assert(
      fc.property(json, (text) => {
        const rounded = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
        expect(rounded(parseExactly(text))).toEqual(rounded(JSON.parse(text)));
        expect(JSON.stringify(parseExactly(text))).toBe(JSON.stringify(parseSlowly(text)));
      }),
      { numRuns: 500 },
    );
  });

  it('is read in one pass, however long its numbers: half a million zeros would take minutes in time that grows with their square', () => {
    const zeros = '0'.repeat(500_000);
    const numbers = [`1${zeros}1e-500000`, `1${zeros}e-500000`, `0.${zeros}1`, `1${zeros}.${zeros}5`];
    for (const number of numbers) for (const parse of [parseExactly, parseSmallExactly]) parse(`{"x":${number}}`);
  });

  it('is looked through for a long number wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(':', ',', '[', ' ', '\n'),
        fc.constantFrom(
          '9007199254740993',
          '-0.1234567890123456',
          '1234567890.123456789',
          '-18446744073709551615',
          '12345678901234567e-3',
        ),
        fc.constantFrom(',', ']', '}', ' '),
        fc.string(),
        (before, sign, number, behind, rest) => {
          expect(holdsLongNumber(`${before}${sign}${number}${behind}${rest}`)).toBe(losesDigits(number));
        },
      ),
    );
  });

  it('is not taken apart for what only looks like one', () => {
    for (const text of [
      '{"nik":"3275010101010001"}',
      '{"a":9007199254740992}',
      '{"r":0.14285714285714285}',
      '{"v":"32.75.01.1001.0001.00"}',
      '{"a":"1234567890123456789"}',
      '',
    ])
      expect(holdsLongNumber(text)).toBe(false);
  });

  it('that is small is read exactly also where an exponent is too large or too small', () => {
    expect(JSON.stringify(parseSmallExactly('[1e400,1E-400,-1.5e+309,1e5]'))).toBe('[1e400,1E-400,-1.5e+309,100000]');
    expect((parseSmallExactly('[1e400]') as unknown[]).every(isExactNumber)).toBe(true);
  });

  it('is refused as JSON.parse refuses it', () => {
    for (const text of ['{"a":9007199254740993', '[9007199254740993 1]', '09007199254740993', '[1e400', '-'])
      expect(() => parseSmallExactly(text)).toThrow(SyntaxError);
  });
});

describe('reading slowly', () => {
  it('returns what V8 returns with a reviver that gets the source of each value', () => {
    const byReviver = (text: string): unknown =>
      (
        JSON as unknown as {
          parse(
            text: string,
            reviver: (name: string, value: unknown, context: { source?: string }) => unknown,
          ): unknown;
        }
      ).parse(text, (_name, value, { source }) => (typeof value === 'number' ? numberOf(source!) : value));
    const member = fc.tuple(
      fc.oneof(fc.string(), fc.constantFrom('__proto__', '9007199254740993')),
      fc.oneof(
        fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
        fc.string().map((one) => JSON.stringify(one)),
        fc.constantFrom(
          '"9007199254740993"',
          '1e400',
          '[1e-400,{"a":0.1234567890123456789}]',
          '"\\"9007199254740993"',
          '"\\\\"',
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const text = `{${members.map(([name, value]) => `${JSON.stringify(name)} : ${value}`).join(' ,\n')}}`;
        expect(JSON.stringify(parseSlowly(text))).toBe(JSON.stringify(byReviver(text)));
      }),
    );
  });

  it.each([
    '{9007199254740993:1}',
    '{"a":1,9007199254740993 : 1}',
    '{"a":09007199254740993}',
    '[9007199254740993.]',
    '[-]',
    '[9007199254740993-5]',
    '["9007199254740993]',
    '["a"9007199254740993]',
    '[+9007199254740993]',
  ])('takes %s for no JSON either', (text) => {
    expect(() => parseSlowly(text)).toThrow(SyntaxError);
  });

  it('takes a string of any length', () => {
    const long = 'x\\"'.repeat(1_000_000);
    expect(JSON.stringify(parseSlowly(`{"a":"${long}","b":9007199254740993}`))).toBe(
      `{"a":"${long}","b":9007199254740993}`,
    );
  });
});
