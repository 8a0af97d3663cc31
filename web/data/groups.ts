/** Rows under the heading of a name that they share, with their sum where it means something. */
import { cellOf, type Cell, type Column, type DataTable, type Row } from './data-table.ts';
import { sumRow } from './sums.ts';

export interface Group {
  readonly key: string;
  /** What the rows share, and the column it stands in. */
  readonly name: Cell;
  readonly by: Column;
  readonly rows: readonly Row[];
  /** Cells only where adding up means something; null with its mark where a part is missing. */
  readonly sum: Row;
}

/**
 * The column whose names rows share: the first of those that say what the rows are about, else the first name that repeats. Villages
 * differ, so theirs is that of the district.
 *
 * @returns undefined where no two rows share a name, or all share one
 */
export function groupColumn({ columns, rows }: DataTable): Column | undefined {
  return columns.find((column) => {
    if (column.kind !== 'NAME') return false;
    const names = new Set(rows.map((row) => cellOf(row, column).value)).size;
    return names > 1 && names < rows.length;
  });
}

/** @returns in the order in which the names turn up in the rows */
export function groupsOf(table: DataTable, rows: readonly Row[], by: Column): Group[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = String(cellOf(row, by).value);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [row]);
    else members.push(row);
  }
  const adds = table.adds === 'ALL' || (table.adds === 'WITHIN_MONTH' && by.id === 'month');
  return [...groups].map(([key, members]) => {
    const id = `sum of ${key}`;
    const sum = adds ? sumRow(id, table, members) : { id, cells: {} };
    return { key, name: cellOf(members[0], by), by, rows: members, sum };
  });
}
