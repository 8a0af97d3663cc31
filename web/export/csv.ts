/** A table as CSV (RFC 4180: CRLF between lines, quotes doubled), safe to open in a spreadsheet. */
import { isHidden, type TableCell, type Table } from '../graph/table.ts';
import { citationLines, type Citation } from './citation.ts';
import { laidOut, type ExportTable, type ExportWords } from './export-table.ts';
import { inert, losesDigits } from './inert.ts';

export interface CsvStyle {
  /** `;` is what a spreadsheet set to Indonesian expects, since its decimal sign is the comma. */
  readonly separator: ',' | ';';
  /** A byte order mark, without which Excel reads UTF-8 as Windows-1252. */
  readonly byteOrderMark: boolean;
}

/** How each kind of readers wants it. */
export const CSV_STYLES = {
  spreadsheet: { separator: ';', byteOrderMark: true },
  /** Where the decimal sign is the point. */
  englishSpreadsheet: { separator: ',', byteOrderMark: true },
  standard: { separator: ',', byteOrderMark: false },
} as const satisfies Record<string, CsvStyle>;

/** @returns the whole table, its column names first */
export function csvOf(table: Table, style: CsvStyle): string {
  const lines = [table.columns, ...table.rows].map((row) =>
    row.map((cell) => field(cell, style)).join(style.separator),
  );
  return (style.byteOrderMark ? '\uFEFF' : '') + lines.map((line) => `${line}\r\n`).join('');
}

/** @returns a table as it is taken away, and below it, after an empty line, the citation: a label and its text a line */
export function csvOfExport(table: ExportTable, citation: Citation, words: ExportWords, style: CsvStyle): string {
  const { columns, rows } = laidOut(table, words);
  const cells = rows.map((row) => row.map((cell): TableCell => ('gap' in cell ? cell.gap : cell.value)));
  const name = citation.question;
  const written = csvOf({ name, columns: columns.map(({ heading }) => heading), rows: cells }, style);
  const cited = citationLines(citation, words).map((line) =>
    line.map((text) => field(text, style)).join(style.separator),
  );
  return `${written}\r\n${cited.map((line) => `${line}\r\n`).join('')}`;
}

function field(cell: TableCell, style: CsvStyle): string {
  const text = textOf(cell, style);
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(cell: TableCell, style: CsvStyle): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return decimal(cell, style);
  if (typeof cell === 'boolean') return String(cell);
  return isHidden(cell) ? `[${cell.hidden}]` : textIn(cell, style);
}

function decimal(number: number, style: CsvStyle): string {
  return style.separator === ';' ? String(number).replace('.', ',') : String(number);
}

/** In a file meant for a spreadsheet an apostrophe keeps digits a text too: a NIK has 16, a spreadsheet keeps 15. */
const textIn = (text: string, style: CsvStyle): string =>
  style.byteOrderMark && losesDigits(text) ? `'${text}` : inert(text);
