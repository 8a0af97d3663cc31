/** A table as CSV (RFC 4180: CRLF between lines, quotes doubled), safe to open in a spreadsheet. */
import { isHidden, type TableCell, type Table } from '../graph/table.ts';

export interface CsvStyle {
  /** `;` is what a spreadsheet set to Indonesian expects, since its decimal sign is the comma. */
  readonly separator: ',' | ';';
  /** A byte order mark, without which Excel reads UTF-8 as Windows-1252. */
  readonly byteOrderMark: boolean;
}

/** How the two kinds of readers want it. */
export const CSV_STYLES = {
  spreadsheet: { separator: ';', byteOrderMark: true },
  standard: { separator: ',', byteOrderMark: false },
} as const satisfies Record<string, CsvStyle>;

/** @returns the whole table, its column names first */
export function csvOf(table: Table, style: CsvStyle): string {
  const lines = [table.columns, ...table.rows].map((row) =>
    row.map((cell) => field(cell, style)).join(style.separator),
  );
  return (style.byteOrderMark ? '\uFEFF' : '') + lines.map((line) => `${line}\r\n`).join('');
}

function field(cell: TableCell, style: CsvStyle): string {
  const text = textOf(cell, style);
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(cell: TableCell, style: CsvStyle): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return decimal(cell, style);
  if (typeof cell === 'boolean') return String(cell);
  return isHidden(cell) ? `[${cell.hidden}]` : inert(cell, style);
}

function decimal(number: number, style: CsvStyle): string {
  return style.separator === ';' ? String(number).replace('.', ',') : String(number);
}

/**
 * A text that a spreadsheet would run as a formula (OWASP, "CSV Injection"), or, in a file meant for one, would turn into
 * a number and so lose digits of (a NIK has 16, a spreadsheet keeps 15) or leading zeros: an apostrophe keeps it a text.
 */
function inert(text: string, style: CsvStyle): string {
  const runs = /^\s*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text);
  const loses = style.byteOrderMark && /^(0\d+|\d{12,})$/.test(text);
  return runs || loses ? `'${text}` : text;
}
