import { parseValue, type GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { numberOf } from '../../../base/exact-number.ts';
import { periodsBetween } from '../../../subgraphs/data/period.ts';
import { scalars, toRupiah } from '../../../subgraphs/data/scalars.ts';

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (thrown) {
    return (thrown as GraphQLError).extensions['code'];
  }
  return 'no error';
};
const literal = (name: keyof typeof scalars, text: string): unknown => scalars[name].parseLiteral(parseValue(text), {});

test('rupiah are whole numbers', () => {
  expect(literal('Rupiah', '16800')).toBe(16_800n);
  expect(scalars.Rupiah.parseValue('-5')).toBe(-5n);
  for (const bad of [1.5, '1.5', 'Rp5', '', null, true, 2 ** 60, {}]) {
    expect(
      codeOf(() => scalars.Rupiah.parseValue(bad)),
      String(bad),
    ).toBe('BAD_RUPIAH');
  }
  expect(codeOf(() => literal('Rupiah', '1.5'))).toBe('BAD_RUPIAH');
});

test('rupiah are exact up to 2^53, and refused beyond', () => {
  expect(literal('Rupiah', '9007199254740991')).toBe(9_007_199_254_740_991n);
  expect(scalars.Rupiah.parseValue('-9007199254740991')).toBe(-9_007_199_254_740_991n);
  expect(scalars.Rupiah.serialize(9_007_199_254_740_991n)).toBe(9_007_199_254_740_991);
  expect(scalars.Rupiah.serialize(587_966_400n)).toBe(587_966_400);
  expect(codeOf(() => scalars.Rupiah.serialize(9_007_199_254_740_993n))).toBe('AMOUNT_TOO_LARGE');
  expect(codeOf(() => scalars.Rupiah.parseValue('9223372036854775808'))).toBe('BAD_RUPIAH');
  expect(codeOf(() => literal('Rupiah', '9007199254740993'))).toBe('BAD_RUPIAH');
  expect(() => scalars.Rupiah.parseValue(2n ** 53n)).toThrow(/expected -\(2\^53 - 1\) to 2\^53 - 1 rupiah/);
  expect(toRupiah('9007199254740993')).toBe(9_007_199_254_740_993n);
  for (const bad of [
    2n ** 53n,
    numberOf('9007199254740993'),
    numberOf('9223372036854775808'),
    numberOf('0.1234567890123456789'),
  ])
    expect(codeOf(() => scalars.Rupiah.parseValue(bad))).toBe('BAD_RUPIAH');
});

test('a period is a month of the calendar', () => {
  expect(scalars.Period.parseValue('2025-12')).toBe('2025-12');
  for (const bad of ['2025-13', '2025-00', '2025-1', '25-01', '2025-01-01', 202_501]) {
    expect(
      codeOf(() => scalars.Period.parseValue(bad)),
      String(bad),
    ).toBe('BAD_PERIOD');
  }
  expect(codeOf(() => literal('Period', '202501'))).toBe('BAD_PERIOD');
});

test('periods follow each other over the turn of a year, at most 60 of them', () => {
  expect(periodsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(codeOf(() => periodsBetween('2026-01', '2025-12'))).toBe('BAD_PERIOD_RANGE');
  expect(codeOf(() => periodsBetween('2025-01', '2099-12'))).toBe('BAD_PERIOD_RANGE');
});

test('a date is a day of the calendar and a moment has its zone', () => {
  expect(scalars.Date.parseValue('2024-02-29')).toBe('2024-02-29');
  for (const bad of ['2025-02-29', '2025-02-30', '05-11-2025', '2025-11-05T00:00:00Z']) {
    expect(
      codeOf(() => scalars.Date.parseValue(bad)),
      bad,
    ).toBe('BAD_DATE');
  }
  expect(scalars.DateTime.parseValue('2025-12-31T17:00:00+07:00')).toEqual(new Date('2025-12-31T10:00:00Z'));
  for (const bad of ['2025-12-31T17:00:00', '2025-12-31T17:00Z', '2025-02-30T17:00:00Z', '2025-12-31', 1_767_000_000]) {
    expect(
      codeOf(() => scalars.DateTime.parseValue(bad)),
      String(bad),
    ).toBe('BAD_DATE_TIME');
  }
  expect(codeOf(() => literal('DateTime', '17'))).toBe('BAD_DATE_TIME');
});

test('a moment leaves in UTC, and text in its place or in that of a day does not leave', () => {
  expect(scalars.DateTime.serialize(new Date('2025-12-31T10:00:00Z'))).toBe('2025-12-31T10:00:00.000Z');
  expect(scalars.DateTime.serialize('2025-12-31T17:00:00+07:00')).toBe('2025-12-31T10:00:00.000Z');
  for (const scalar of [scalars.Date, scalars.DateTime, scalars.Period, scalars.Nik])
    expect(() => scalar.serialize('Siti, 3275010101900000'), scalar.name).toThrow(/^((?!Siti|3275).)*$/);
});

test('a NIK has 16 digits, and the refusal does not repeat it', () => {
  expect(scalars.Nik.parseValue('3275010101900000')).toBe('3275010101900000');
  for (const bad of ['327501010190000', '32750101019000001', '327501010190000x', 3_275_010_101_900_000]) {
    expect(
      codeOf(() => scalars.Nik.parseValue(bad)),
      String(bad),
    ).toBe('BAD_NIK');
  }
  expect(() => scalars.Nik.parseValue('327501010190000')).not.toThrow(/3275/);
});

test('a geometry has a type and coordinates, and nothing else leaves', () => {
  const coordinates = [
    [
      [
        [106.9, -6.2],
        [107, -6.2],
        [107, -6.3],
        [106.9, -6.2],
      ],
    ],
  ];
  expect(scalars.GeoJSON.serialize({ type: 'MultiPolygon', coordinates, crs: 'x' })).toEqual({
    type: 'MultiPolygon',
    coordinates,
  });
  for (const bad of [null, coordinates, { type: 'Point' }, { coordinates }, 'POINT (1 2)'])
    expect(() => scalars.GeoJSON.serialize(bad)).toThrow(/geometry/);
});

test('a text that may be somebody’s name is not repeated where a day was expected', () => {
  for (const { parseValue } of [scalars.Date, scalars.DateTime, scalars.Period]) {
    expect(() => parseValue('1980-01-05 SITI')).toThrow(/got a text of 15 characters/);
    expect(() => parseValue('2025-02-30 1')).toThrow(/got "2025-02-30 1"/);
  }
});
