/**
 * A workbook: the table with typed cells, and a second sheet with the citation. The library comes when it is first needed. It compresses
 * without a worker (zip-here.ts), since the page's policy forbids one that is made of a blob.
 */
import type { SheetData, CellObject } from 'write-excel-file/universal';
import { citationLines, type Citation } from './citation.ts';
import { laidOut, type ColumnType, type ExportTable, type ExportWords, type WrittenCell } from './export-table.ts';

/** Formats of cells; a spreadsheet writes them in its own language. */
const FORMATS: Readonly<Partial<Record<ColumnType, string>>> = {
  count: '#,##0',
  number: '#,##0.##',
  rupiah: '"Rp"#,##0',
  percent: '0.0%',
  date: 'yyyy-mm-dd',
  month: 'yyyy-mm',
};

const WIDEST = 60;
/** Of a sheet's name, in characters; a spreadsheet refuses longer ones, and those with these characters. */
const LONGEST_NAME = 31;
const sheetName = (text: string): string => text.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, LONGEST_NAME);

/** @returns an XLSX file; numbers, dates and months are values of their type, and every text is a text, never a formula */
export async function xlsxOf(table: ExportTable, citation: Citation, words: ExportWords): Promise<Blob> {
  const { default: write } = await import('write-excel-file/universal');
  const { columns, rows } = laidOut(table, words);
  const data: SheetData = [
    columns.map(({ heading }) => ({ value: heading, type: String, fontWeight: 'bold', wrap: true })),
    ...rows.map((row) => row.map((cell, at) => typed(cell, columns[at]!.type))),
  ];
  const widths = columns.map((column, at) => ({ width: widthOf([column.heading, ...rows.map((row) => row[at]!)]) }));
  const cited: SheetData = citationLines(citation, words).map(([label, text]) => [
    { value: label, type: String, fontWeight: 'bold', alignVertical: 'top' },
    { value: text, type: String, wrap: true },
  ]);
  return write([
    { data, sheet: sheetName(words.say('export.sheet')), columns: widths, stickyRowsCount: 1 },
    { data: cited, sheet: sheetName(words.say('export.citation')), columns: [{ width: 24 }, { width: 90 }] },
  ]).toBlob();
}

function typed(cell: WrittenCell, ofColumn: ColumnType): CellObject | null {
  if ('gap' in cell) return { value: cell.gap, type: String, align: 'right' };
  const { value, type = ofColumn } = cell;
  if (value === null || value === '') return null;
  if (typeof value === 'boolean') return { value, type: Boolean };
  if (typeof value === 'number') return { value, type: Number, format: FORMATS[type] ?? FORMATS.number! };
  const day = dateOf(value, type);
  return day === undefined ? { value, type: String } : { value: day, type: Date, format: FORMATS[type]! };
}

/** The first day of a month stands for it. A text of another form stays a text. */
function dateOf(text: string, type: ColumnType): Date | undefined {
  if (type !== 'date' && type !== 'month') return undefined;
  const match = (type === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}$/).exec(text);
  const day = match === null ? NaN : Date.parse(`${text}${type === 'date' ? '' : '-01'}T00:00:00Z`);
  return Number.isNaN(day) ? undefined : new Date(day);
}

/** In characters, of the longest of the first rows. */
function widthOf(cells: readonly (string | WrittenCell)[]): number {
  const texts = cells.slice(0, 200).map((cell) => {
    if (typeof cell === 'string') return Math.min(cell.length, WIDEST / 2);
    return String('gap' in cell ? cell.gap : (cell.value ?? '')).length;
  });
  return Math.min(WIDEST, Math.max(10, ...texts.map((length) => length + 4)));
}
