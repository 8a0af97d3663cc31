import { useSay } from '../language/language.tsx';
import type { DataTable, Row } from './data-table.ts';
import { rowsTold } from './rows-told.ts';
import type { Rest } from './use-pages.ts';

/** What a citation says of how many rows there are in it, of how many. */
export function useRowsTold(table: DataTable, rows: readonly Row[], rest: Rest | undefined): string {
  return rowsTold({ shown: rows.length, come: table.rows.length, rest }, useSay());
}
