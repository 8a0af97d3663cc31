/** Which picture suits a table: chosen from what its rows are about and how many there are. */
import type { Picture } from '../address/data-view.ts';
import { type Cell, type Column, type DataTable, type Row, cellOf } from './data-table.ts';

export type Shown = Exclude<Picture, 'auto'>;

/** Bars and series that can still be told apart. */
export const MOST_BARS = 60;
export const MOST_SERIES = 8;

export interface Facts {
  /** Columns that name the rows, in order, such as `district`, `month`. */
  readonly by: readonly string[];
  readonly rows: number;
  readonly figures: number;
  /** Different names in each of `by`. */
  readonly names: readonly number[];
}

export function factsOf(table: DataTable, by: readonly string[]): Facts {
  const names = by.map((id) => new Set(table.rows.map((row) => cellOf(row, { id }).value)).size);
  return { by, rows: table.rows.length, figures: table.columns.filter(({ kind }) => kind === 'FIGURE').length, names };
}

/** @returns the pictures there can be, the table among them */
export function possible({ by, rows, figures }: Facts): readonly Shown[] {
  if (figures === 0 || rows < 2 || by.length === 0) return ['table'];
  const lines: Shown[] = by.includes('month') ? ['lines'] : [];
  if (by.length === 1) return ['table', 'bars', ...lines, ...(by[0] === 'district' ? (['map'] as const) : [])];
  return ['table', ...lines, 'heat', 'pivot'];
}

export function best(facts: Facts): Shown {
  const { by, names, rows } = facts;
  const [first, ...others] = possible(facts).filter((each) => each !== 'table');
  if (first === undefined) return 'table';
  if (by.length === 1) return others.includes('lines') ? 'lines' : rows > MOST_BARS ? 'table' : 'bars';
  const series = names[by.indexOf('month') === 0 ? 1 : 0] ?? 0;
  return first === 'lines' && series <= MOST_SERIES ? 'lines' : 'heat';
}

/** @returns the picture that is wanted, where there can be one, else the best */
export const pictureFor = (wanted: Picture, facts: Facts): Shown =>
  wanted !== 'auto' && possible(facts).includes(wanted) ? wanted : best(facts);

/** A table turned so that one breakdown stands in the rows and one in the columns. */
export interface Cross {
  readonly rows: readonly Named[];
  readonly columns: readonly Named[];
  readonly cell: (row: Named, column: Named) => Cell;
}
export interface Named {
  readonly cell: Cell;
  readonly key: string;
}

export function crossOf(rows: readonly Row[], by: readonly [Column, Column], measure: Column): Cross {
  const [down, across] = by;
  const found = new Map(rows.map((row) => [`${keyOf(row, down)}\n${keyOf(row, across)}`, row]));
  return {
    rows: namesIn(rows, down),
    columns: namesIn(rows, across),
    cell: (row, column) => cellOf(found.get(`${row.key}\n${column.key}`), measure),
  };
}

const keyOf = (row: Row, column: Column): string => String(cellOf(row, column).value);

function namesIn(rows: readonly Row[], column: Column): Named[] {
  const found = new Map<string, Named>();
  for (const row of rows) {
    const key = keyOf(row, column);
    if (!found.has(key)) found.set(key, { key, cell: cellOf(row, column) });
  }
  return [...found.values()];
}
