/** What a number of a sheet becomes. The long numbers state days that no month has, so none is a NIK. */
import { describe, expect, it } from 'vitest';
import { numberForm, numberText, unescaped, type NumberForm } from '../../cli/files/read/xlsx/cell-text.ts';

const NUMBER: NumberForm = { is: 'number' };
const DATE: NumberForm = { is: 'date' };

describe('a number', () => {
  it.each([
    ['a number that a program wrote with all its digits stays as it is', '3275013299850001', '3275013299850001'],
    ['one that Excel has rounded is given as Excel shows it', '3275013299850000', '3.27501329985E+15'],
    ['so is one that is written with an exponent', '3.2750132998500001E15', '3.27501329985E+15'],
    ['and one beyond what a double holds', '9771013299850001', '9.77101329985E+15'],
    ['a telephone that is written with an exponent has its digits', '8.0000000001E10', '80000000001'],
    ['a fraction stays a fraction', '2.5', '2.5'],
    ['and has no more digits than it was typed with', '0.1', '0.1'],
    ['what is no number is left alone', 'abc', 'abc'],
  ])('%s', (_what, raw, text) => expect(numberText(raw, NUMBER, false)).toBe(text));

  it('has the zeros before it that its format shows', () => {
    expect(numberText('1234567890', numberForm(164, '00000000000'), false)).toBe('01234567890');
    expect(numberText('1234567890', numberForm(164, '0'), false)).toBe('1234567890');
  });
});

describe('a day', () => {
  it.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['60', '1900-02-29'],
    ['61', '1900-03-01'],
    ['31168', '1985-05-01'],
    ['45964.354166666664', '2025-11-03 08:30:00'],
    ['0.3541666667', '08:30:00'],
    ['2958465', '9999-12-31'],
    ['2958466', '2958466'],
    ['-1', '-1'],
  ])('of number %s is %s', (raw, text) => expect(numberText(raw, DATE, false)).toBe(text));

  it('is counted from 1904 where the workbook says so', () =>
    expect(numberText('29706', DATE, true)).toBe('1985-05-01'));

  it.each([
    ['dd/mm/yyyy', 'date'],
    ['[$-421]d mmmm yyyy;@', 'date'],
    ['[h]:mm', 'date'],
    ['"Rp"#,##0', 'number'],
    ['#,##0.00_);[Red]\\(#,##0.00\\)', 'number'],
    ['General', 'number'],
    ['0"hari"', 'number'],
  ])('of format %s is a %s', (code, is) => expect(numberForm(164, code).is).toBe(is));

  it.each([
    [14, 'date'],
    [22, 'date'],
    [0, 'number'],
    [1, 'number'],
    [49, 'number'],
  ])('of built-in format %i is a %s', (id, is) => expect(numberForm(id, undefined).is).toBe(is));
});

it('characters that XML cannot hold come back', () => expect(unescaped('RT 001_x000D_RW 002')).toBe('RT 001\rRW 002'));
