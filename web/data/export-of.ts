/** A table as it is taken away: the columns and rows on screen, in their order, with the sum below them and what it all stands on. */
import type { Citation } from '../export/citation.ts';
import { marksIn, type ColumnType, type ExportCell, type ExportTable } from '../export/export-table.ts';
import { cellOf, type Cell, type Column, type ColumnWriting, type DataTable, type Row } from './data-table.ts';

interface OnScreen {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The foot of the table, and what its first cell says. */
  readonly foot?: { readonly row: Row; readonly words: string } | undefined;
  /** How months and days are written, for the headings over them. */
  readonly formats?: { readonly month: string; readonly day: string };
}

export function exportOf({ columns, rows, foot, formats }: OnScreen): ExportTable {
  const lines = rows.map((row) => columns.map((column) => exportCell(cellOf(row, column), column)));
  const last = foot === undefined ? [] : [footLine(columns, foot)];
  return {
    columns: columns.map(({ id, title, kind, writing }) => ({
      key: id,
      heading: title,
      type: kind === 'CODE' ? 'text' : typeOf(kind, writing),
      ...(formats !== undefined && (writing === 'month' || writing === 'day') && { unit: formats[writing] }),
    })),
    rows: [...lines, ...last],
  };
}

const exportCell = ({ value: found, marks, writing }: Cell, { kind, writing: ofColumn }: Column): ExportCell => {
  const value = (writing ?? ofColumn) === 'moment' && typeof found === 'string' ? onCityClock(found) : found;
  return writing === undefined ? { value, marks } : { value, marks, type: typeOf(kind, writing) };
};

/** The city is seven hours ahead of UTC all year, ms. */
const AHEAD = 7 * 3_600_000;

/** A moment with its zone, so that its day is the city's and a question can be asked with it; a text that is none stays as it is. */
function onCityClock(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at + AHEAD).toISOString().replace(/\.\d{3}Z$/, '+07:00');
}

const footLine = (columns: readonly Column[], { row, words }: NonNullable<OnScreen['foot']>): ExportCell[] =>
  columns.map((column, place) => (place === 0 ? { value: words } : exportCell(cellOf(row, column), column)));

function typeOf(kind: Column['kind'], writing: ColumnWriting): ColumnType {
  switch (writing) {
    case 'rupiah':
    case 'shortRupiah':
      return 'rupiah';
    case 'percent':
    case 'shortPercent':
      return 'percent';
    case 'decimal':
      return 'number';
    case 'day':
      return 'date';
    // The foot of a column of months is a text.
    case 'month':
    case 'moment':
      return 'text';
    case 'plain':
      return kind === 'FIGURE' ? 'number' : 'text';
    default:
      return 'count';
  }
}

/** @param covers the months that its rows are of @returns the marks of a table that are months, and the others */
export function standingOf(
  table: ExportTable,
  covers?: Citation['covers'],
): Pick<Citation, 'months' | 'marks' | 'covers'> {
  const each = marksIn(table);
  const months = each.flatMap((mark) => (mark.kind === 'MONTH' ? [mark.month] : [])).sort();
  // Numbers that stand all at one month need no other line.
  return { months, ...(months.length !== 1 && { covers }), marks: each.filter(({ kind }) => kind !== 'MONTH') };
}

/** The columns that say of which month a row is: the view's own, and those of a question such as `reconciliation.periods`. */
const MONTH_OF_ROW = /(^|\.)(month|period)$/;

/** @returns the months, `YYYY-MM`, from the first to the last that rows are of, where the table has one month a row; money of past months has no other */
export function coveredBy({ columns }: Pick<DataTable, 'columns'>, rows: readonly Row[]): Citation['covers'] {
  const column = columns.find(({ id, writing }) => writing === 'month' && MONTH_OF_ROW.test(id));
  if (column === undefined) return undefined;
  const months = rows
    .flatMap((row) => cellOf(row, column).value ?? [])
    .map(String)
    .sort();
  const [from, to] = [months[0], months.at(-1)];
  return from === undefined || to === undefined ? undefined : { from, to };
}
