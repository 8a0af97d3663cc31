/** A table as every form of it needs it: on the screen, as a picture, in an export. */
import type { Writing } from '../numbers/formats.ts';
import type { Mark } from '../numbers/marks.ts';

/** How the values of a column are written. */
export type ColumnWriting = Writing | 'plain' | 'day' | 'month' | 'moment';

export interface Column {
  /** As the address has it, such as `coverageRate`. */
  readonly id: string;
  readonly title: string;
  /** More about it, from the schema. */
  readonly hint?: string;
  readonly kind: 'NAME' | 'CODE' | 'FIGURE' | 'TEXT';
  readonly writing: ColumnWriting;
  /** Whether its numbers add up to a whole. */
  readonly additive?: boolean;
}

export interface Cell {
  /** A number, a name, a code, a day `YYYY-MM-DD` or a month `YYYY-MM`. */
  readonly value: string | number | boolean | null;
  readonly marks: readonly Mark[];
  /** Where it is not that of the column. */
  readonly writing?: ColumnWriting;
  /** A sentence about it: all of what its short name means, or why there is nothing in it. */
  readonly says?: string;
}

export interface Row {
  readonly id: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

export interface DataTable {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The graph's own sum of all rows. */
  readonly total?: Row;
  /** Which rows are parts of a whole, so that adding them up means something: what stands at the end of months adds up within one. */
  readonly adds: 'ALL' | 'WITHIN_MONTH' | 'NONE';
}

const EMPTY: Cell = { value: null, marks: [] };

/** What a cell with nothing in it says, and its column: each once. */
export function gapsIn({ columns, rows }: Pick<DataTable, 'columns' | 'rows'>): { title: string; says: string }[] {
  return columns.flatMap((column) => {
    const said = rows.map((row) => cellOf(row, column)).filter(({ value }) => value === null);
    return [...new Set(said.flatMap(({ says }) => says ?? []))].map((says) => ({ title: column.title, says }));
  });
}

export const cellOf = (row: Row | undefined, { id }: Pick<Column, 'id'>): Cell => row?.cells[id] ?? EMPTY;

/** @returns every mark in the table, as often as it stands there */
export function* marksIn({ rows, total }: Pick<DataTable, 'rows' | 'total'>): Iterable<Mark> {
  for (const row of total === undefined ? rows : [...rows, total])
    for (const { marks } of Object.values(row.cells)) yield* marks;
}
