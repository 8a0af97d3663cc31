/** A table as it is taken away: the columns and rows on screen, in their order, with the sum below them and what it all stands on. */
import type { Citation } from '../export/citation.ts';
import { marksIn, type ColumnType, type ExportCell, type ExportTable } from '../export/export-table.ts';
import { cellOf, type Cell, type Column, type ColumnWriting, type Row } from './data-table.ts';

interface OnScreen {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The foot of the table, and what its first cell says. */
  readonly foot?: { readonly row: Row; readonly words: string } | undefined;
}

export function exportOf({ columns, rows, foot }: OnScreen): ExportTable {
  const lines = rows.map((row) => columns.map((column) => exportCell(cellOf(row, column), column)));
  const last = foot === undefined ? [] : [footLine(columns, foot)];
  return {
    columns: columns.map(({ id, title, kind, writing }) => ({
      key: id,
      heading: title,
      type: kind === 'CODE' ? 'text' : typeOf(kind, writing),
    })),
    rows: [...lines, ...last],
  };
}

const exportCell = ({ value, marks, writing }: Cell, { kind }: Column): ExportCell =>
  writing === undefined ? { value, marks } : { value, marks, type: typeOf(kind, writing) };

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
    case 'day':
      return 'date';
    // The foot of a column of months is a text.
    case 'month':
      return 'text';
    case 'plain':
      return kind === 'FIGURE' ? 'number' : 'text';
    default:
      return 'count';
  }
}

/** @returns the marks of a table that are months, and the others */
export function standingOf(table: ExportTable): Pick<Citation, 'months' | 'marks'> {
  const each = marksIn(table);
  const months = each.flatMap((mark) => (mark.kind === 'MONTH' ? [mark.month] : [])).sort();
  return { months, marks: each.filter(({ kind }) => kind !== 'MONTH') };
}
