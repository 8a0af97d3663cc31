/** The foot of a table. */
import type { DataTable, Row } from './data-table.ts';
import { sumRow } from './sums.ts';

/** @returns undefined where a sum would mean nothing */
export function footOf(table: DataTable, rows: readonly Row[]): Row | undefined {
  if (rows.length === table.rows.length && table.total !== undefined && table.rows.length > 1) return table.total;
  return table.adds === 'ALL' && rows.length > 1 ? sumRow('sum', table, rows) : undefined;
}
