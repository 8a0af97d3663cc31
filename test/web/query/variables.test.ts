/** Variables as a form: what a question declares, what is typed, and the JSON that both sides share. */
import { buildSchema, parse, type GraphQLInputType } from 'graphql';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { en } from '../../../web/language/en.ts';
import type { Say } from '../../../web/language/say.ts';
import { declaredIn } from '../../../web/query/variables/declared.ts';
import { problemOf } from '../../../web/query/variables/problem.ts';
import { scalarNamed, typedOf } from '../../../web/query/variables/scalars.ts';
import { readVariables, withValue } from '../../../web/query/variables/variables-text.ts';

const SCHEMA = buildSchema(`
  scalar Period
  scalar Date
  scalar Rupiah
  scalar Nik
  enum Sector { TRADE TRANSPORT }
  input Filter { "One of these sectors." sectors: [Sector!] "Within." inner: Filter first: Int! = 5 }
  type Query { rows("Which month." month: Period, filter: Filter, sector: Sector, first: Int): Int }
`);
const QUESTION = parse(`
  query Other($x: Int) { rows(first: $x) }
  query Rows($month: Period!, $sectors: [Sector!] = [TRADE], $filter: Filter, $gone: Gone, $n: Int = 20) {
    rows(month: $month, filter: { sectors: $sectors, inner: $filter }, first: $n) }
`);
const intl = createIntl({ locale: 'en-GB', messages: en });
const say: Say = (key, values) => intl.formatMessage({ id: key }, values) as string;

describe('the variables that a question declares', () => {
  const declared = declaredIn(SCHEMA, QUESTION, 'Rows');
  it('are those of the operation that would run, with their defaults', () => {
    expect(declared.map(({ name, typeText, defaultText }) => [name, typeText, defaultText])).toEqual([
      ['month', 'Period!', undefined],
      ['sectors', '[Sector!]', '[TRADE]'],
      ['filter', 'Filter', undefined],
      ['gone', 'Gone', undefined],
      ['n', 'Int', '20'],
    ]);
    expect(declaredIn(SCHEMA, QUESTION, undefined).map(({ name }) => name)).toEqual(['x']);
  });
  it('carry what the schema says of where they are used, also within an object', () => {
    expect(declared.map(({ hint }) => hint)).toEqual([
      'Which month.',
      'One of these sectors.',
      'Within.',
      undefined,
      undefined,
    ]);
  });
  it('have no type where the schema of this role has none', () =>
    expect(declared.find(({ name }) => name === 'gone')!.type).toBeUndefined());
});

describe('what is typed', () => {
  it.each([
    ['Int', '20', 20],
    ['Int', '1.234', 1234],
    ['Int', 'many', 'many'],
    ['Float', '1,5', 1.5],
    ['Rupiah', 'Rp587.966.400', 587_966_400],
    ['Rupiah', '9007199254740993', '9007199254740993'],
    ['Period', '2025-1', '2025-1'],
    ['ID', '32.75.01', '32.75.01'],
    ['Nik', '0275010101010001', '0275010101010001'],
    ['GeoJSON', '{"type":"Point"}', { type: 'Point' }],
  ])('as %s: %s', (name, text, value) => expect(scalarNamed(name).valueOf(text)).toEqual(value));

  it('stands in the field again as it was, where it means no value', () => {
    for (const text of ['many', '2025-1', ''])
      expect(typedOf(scalarNamed('Int').valueOf(text === '' ? 'x' : text))).not.toBe('');
    expect(typedOf(null)).toBe('');
    expect(typedOf(20)).toBe('20');
  });
});

describe('what is wrong with a value', () => {
  const type = (text: string): GraphQLInputType =>
    declaredIn(SCHEMA, parse(`query Q($v: ${text}) { a }`), 'Q')[0]!.type!;
  it.each([
    ['Int', 'many', 'Expected a whole number from -2,147,483,648 to 2,147,483,647, got “many”.'],
    ['Int', 2 ** 31, 'Expected a whole number from -2,147,483,648 to 2,147,483,647, got “2147483648”.'],
    ['Rupiah', 1.5, 'Expected whole rupiah, such as 587966400, got “1.5”.'],
    ['Period', '2025-13', 'Expected a month, YYYY-MM, got “2025-13”.'],
    ['Date', '2025-02-30', 'Expected a day, YYYY-MM-DD, got “2025-02-30”.'],
    ['Boolean', 'yes', 'Expected true or false, got “yes”.'],
    ['Sector', 'SEA', 'Expected one of the list, got “SEA”.'],
    [
      '[Sector!]',
      'TRADE',
      'Expected a list, got “TRADE”. Put square brackets around it in the JSON below the question.',
    ],
    ['Filter', 7, 'Expected an object, got “7”. Mend it in the JSON below the question.'],
    ['Period!', undefined, 'Expected a value: the question does not run without.'],
    ['Period!', null, 'Expected a value: the question does not run without.'],
    // Neither a sentence nor a log shall repeat it.
    ['Nik', '327501', 'Expected 16 digits.'],
  ])('%s, got %j', (text, value, sentence) => expect(problemOf(type(text), value, false, say)).toBe(sentence));

  it.each([
    ['Int', -(2 ** 31)],
    ['Period', '2025-12'],
    ['Date', '2024-02-29'],
    ['Rupiah', 587_966_400],
    ['Sector', 'TRADE'],
    ['[Sector!]', []],
    ['Filter', {}],
    ['ID', 7],
    ['Period', null],
    ['Period', undefined],
  ])('nothing: %s, got %j', (text, value) => expect(problemOf(type(text), value, false, say)).toBeUndefined());

  it('nothing, where a default stands in for what is left out', () =>
    expect(problemOf(type('Int!'), undefined, true, say)).toBeUndefined());
});

describe('the JSON that the form and the editor share', () => {
  it('changes in one place and keeps comments, order, numbers and members that the form does not know', () => {
    const text =
      '{\n  // of the last report\n  "month": "2025-11",\n  "other": 12345678901234567890,\n  "filter": { "first": 5 }\n}';
    const changed = withValue(text, ['filter', 'sectors'], ['TRADE']);
    expect(changed).toContain('// of the last report');
    expect(changed).toContain('12345678901234567890');
    expect(readVariables(changed)).toMatchObject({
      values: { month: '2025-11', filter: { first: 5, sectors: ['TRADE'] } },
    });
  });

  it('begins with nothing, takes out what is left out, and an entry of a list', () => {
    expect(JSON.parse(withValue('', ['filter', 'first'], 3))).toEqual({ filter: { first: 3 } });
    expect(JSON.parse(withValue('{"a":1,"b":2}', ['a'], undefined))).toEqual({ b: 2 });
    expect(JSON.parse(withValue('{"a":["x","y"]}', ['a', 0], undefined))).toEqual({ a: ['y'] });
  });

  it.each([
    ['{ "a": 2, // so many\n "b": true}', ['a'], '{  // so many\n "b": true}'],
    ['{\n  "a": 2, // so many\n  "b": true\n}', ['b'], '{\n  "a": 2 // so many\n}'],
    ['{\n  // why\n  "a": 2\n}', ['a'], '{\n  // why\n}'],
    ['{\n  "a": 2,\n  "b": true\n}', ['a'], '{\n  "b": true\n}'],
    ['{ "a": ["x" /* first */, "y", /* last */] }', ['a', 1], '{ "a": ["x" /* first */,  /* last */] }'],
    ['{ "a": 2 }', ['gone'], '{ "a": 2 }'],
  ])('keeps the comments beside what is taken out: %j', (text, path, left) => {
    expect(withValue(text, path, undefined)).toBe(left);
    expect(readVariables(left).kind).toBe('READ');
  });

  it('tells where it cannot be read, and is no form then', () => {
    expect(readVariables('{\n  "a": tr\n}')).toMatchObject({ kind: 'BROKEN', line: 2, column: 8 });
    expect(readVariables('[1]')).toEqual({ kind: 'NO_OBJECT' });
    expect(readVariables('  ')).toEqual({ kind: 'READ', values: {} });
  });
});
