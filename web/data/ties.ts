/** Rows that are equal in the column they are sorted by: an order looks like a ranking, and among these it is none. */
import type { Say } from '../language/say.ts';
import { cellOf, type Column, type DataTable, type Row } from './data-table.ts';

/** More rows than these nobody reads as a ranking. */
const MOST_RANKED = 60;

interface Ties {
  readonly column: Column;
  /** Rows that have their number in common with another. */
  readonly rows: number;
}

/** @param sort as the address has it: a column, and `-` before it for the largest first */
export function tiesIn({ columns }: DataTable, rows: readonly Row[], sort: string | null): Ties | undefined {
  const column = columns.find(({ id }) => id === sort?.replace(/^-/, ''));
  if (column?.kind !== 'FIGURE' || rows.length > MOST_RANKED) return undefined;
  const values = rows.map((row) => cellOf(row, column).value).filter((value) => value !== null);
  const tied = [...Map.groupBy(values, (value) => value).values()].filter((same) => same.length > 1).flat().length;
  return tied === 0 ? undefined : { column, rows: tied };
}

/** @returns the sentence about rows that are equal, alike on the screen and in what is taken away; none where there are none */
export const notesIn = (ties: Ties | undefined, say: Say): string[] =>
  ties === undefined ? [] : [say('data.ties', { rows: ties.rows, of: ties.column.title })];
