import { fc } from '../../support/properties.ts';
import { describe, expect, it } from 'vitest';
import { CSV_STYLES, csvOf } from '../../../web/export/csv.ts';
import type { TableCell } from '../../../web/graph/table.ts';

const csv = (row: readonly TableCell[], style: keyof typeof CSV_STYLES = 'standard'): string =>
  csvOf({ name: 't', columns: row.map((_, index) => `c${index}`), rows: [row] }, CSV_STYLES[style]);
const line = (row: readonly TableCell[], style?: keyof typeof CSV_STYLES): string =>
  csv(row, style).split('\r\n').slice(1, -1).join('\r\n');

describe('a table as CSV', () => {
  it('writes the columns, then the rows, each ended by CRLF', () => {
    expect(csv(['a', 1, true, null])).toBe('c0,c1,c2,c3\r\na,1,true,\r\n');
  });

  it('quotes what holds a separator, a quote or a line break', () => {
    expect(line(['a,b', 'say "x"', 'two\nlines'])).toBe('"a,b","say ""x""","two\nlines"');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1+1', '\r=1'])(
    'keeps the text %j from being run as a formula',
    (text) => {
      expect(line([text]).replace(/^"/, '')[0]).toBe("'");
    },
  );

  it('leaves a negative number a number', () => {
    expect(line([-5])).toBe('-5');
  });

  it('names why a value is not shown', () => {
    expect(line([{ hidden: 'UNPERTURBED_COUNT' }])).toBe('[UNPERTURBED_COUNT]');
  });

  it('opens in a spreadsheet set to Indonesian: byte order mark, semicolons, decimal commas, no digit lost', () => {
    expect(csv(['x'], 'spreadsheet')[0]).toBe('\uFEFF');
    expect(line([1.5, 'a;b', '3275000000000001', '0812'], 'spreadsheet')).toBe(`"1,5";"a;b";'3275000000000001;'0812`);
    expect(line(['3275000000000001'])).toBe('3275000000000001');
  });

  it('gives every text back to a reader of RFC 4180', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (texts) => {
        const [, ...read] = parse(csv(texts));
        expect(read[0]!.map((text, index) => (texts[index] === text ? text : text.replace(/^'/, '')))).toEqual(texts);
      }),
    );
  });
});

/** A reader of RFC 4180, as plain as can be. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
