/** The foot of a table, and what it is. */
import { cellOf, type DataTable, type Row } from './data-table.ts';
import type { Say } from '../language/say.ts';
import { sumRow } from './sums.ts';

/** @returns undefined where a sum would mean nothing */
export function footOf(table: DataTable, rows: readonly Row[]): Row | undefined {
  if (rows.length === table.rows.length && table.total !== undefined && table.rows.length > 1) return table.total;
  if (table.adds !== 'ALL' || rows.length < 2) return undefined;
  const sum = sumRow('sum', table, rows);
  // Where a number is missing in every column, there is no sum.
  return Object.values(sum.cells).some(({ value, marks }) => value !== null || marks.length > 0) ? sum : undefined;
}

/** What the first cell of the foot says, and the sentence that explains it. */
interface FootWords {
  readonly words: string;
  readonly says: string;
}

/** The graph's own figures of all rows together are sums of what adds up, and rates and medians of the whole where nothing does. */
export function footWords(table: DataTable, foot: Row, say: Say): FootWords {
  if (foot !== table.total) return { words: say('data.grid.sum'), says: say('data.grid.sum.says') };
  const isWhole = table.columns.some(
    (column) =>
      column.kind === 'FIGURE' &&
      column.additive !== true &&
      column.id !== 'share' &&
      cellOf(foot, column).value !== null,
  );
  return isWhole
    ? { words: say('data.grid.whole'), says: say('data.grid.whole.says') }
    : { words: say('data.grid.total'), says: say('data.grid.total.says') };
}
