/** A table as it stands on the screen: what the search left of it, in order, its columns chosen, its rows grouped. What is taken away is the same. */
import { useMemo } from 'react';
import type { DataState } from '../address/data-view.ts';
import { useFormats } from '../numbers/use-formats.ts';
import type { Formats } from '../numbers/formats.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { cellText } from './cell-text.ts';
import { cellOf, type Column, type DataTable, type Row } from './data-table.ts';
import { groupColumn, groupsOf, type Group } from './groups.ts';
import { useGridTable, type Shown } from './use-grid-table.ts';

export interface OnScreen {
  readonly columns: readonly Shown[];
  /** As they are sorted. */
  readonly rows: readonly Row[];
  /** The column that rows can be grouped by; missing where there is none. */
  readonly group: Column | undefined;
  /** Missing where rows are not grouped. */
  readonly groups: readonly Group[] | undefined;
  /** A column that they are sorted by, as the address has it. */
  readonly sort: string | null;
  /** As they stand from top to bottom. */
  readonly inOrder: readonly Row[];
}

export function useOnScreen(table: DataTable, state: DataState, search: string): OnScreen {
  const found = useSearch(table, search);
  const { columns, rows } = useGridTable(table, found, state, useNarrow());
  const group = useMemo(() => groupColumn(table), [table]);
  const groups = useMemo(
    () => (state.grouped && group !== undefined ? groupsOf(table, rows, group) : undefined),
    [table, rows, group, state.grouped],
  );
  const inOrder = useMemo(() => groups?.flatMap((each) => each.rows) ?? rows, [groups, rows]);
  return { columns, rows, sort: state.sort, group, groups, inOrder };
}

/** Rows that hold a text as it is shown. */
function useSearch(table: DataTable, search: string): DataTable['rows'] {
  const formats = useFormats();
  const textOf = useMemo(() => textsOf(table.columns, formats), [table, formats]);
  return useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return wanted === '' ? table.rows : table.rows.filter((row) => textOf(row).includes(wanted));
  }, [table, search, textOf]);
}

/** The texts of a row in small letters, each cell's on a line of its own; written when they are first looked through. */
function textsOf(columns: readonly Column[], formats: Formats): (row: Row) => string {
  const written = new WeakMap<Row, string>();
  return (row) => {
    const text =
      written.get(row) ??
      columns
        .map((column) => cellText(cellOf(row, column), column, formats))
        .join('\n')
        .toLowerCase();
    written.set(row, text);
    return text;
  };
}
