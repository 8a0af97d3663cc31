/** Columns that are shown, the first ones frozen, and rows in order: for the table, its picture and what is taken away. */
import {
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { DataState } from '../address/data-view.ts';
import { cellOf, type Column, type DataTable, type Row } from './data-table.ts';

const features = tableFeatures({
  columnSizingFeature,
  columnPinningFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});
const helper = createColumnHelper<typeof features, Row>();

/** A column as it stands on the screen. */
export interface Shown {
  readonly column: Column;
  /** CSS pixels. */
  readonly size: number;
  /** How far from the edge it stays, CSS pixels; missing where it scrolls. */
  readonly frozenAt?: number;
}

interface GridTable {
  readonly columns: readonly Shown[];
  readonly rows: readonly Row[];
}

export function useGridTable(
  table: DataTable,
  unordered: readonly Row[],
  { sort, hide, freeze }: Pick<DataState, 'sort' | 'hide' | 'freeze'>,
  narrow: boolean,
): GridTable {
  const columns = useMemo(() => definitionsOf(table.columns, narrow), [table.columns, narrow]);
  const byId = useMemo(() => new Map(table.columns.map((column) => [column.id, column])), [table.columns]);
  const data = useMemo(() => [...unordered], [unordered]);
  const state = useMemo(() => {
    const visible = table.columns.filter(({ id }) => !hide.includes(id)).map(({ id }) => id);
    return {
      sorting: sortingOf(sort, byId),
      columnVisibility: Object.fromEntries(hide.map((id) => [id, false])),
      columnPinning: { start: visible.slice(0, freeze ?? 1), end: [] },
    };
  }, [table.columns, byId, sort, hide, freeze]);
  const made = useTable({ features, columns, data, state, getRowId: (row) => row.id });
  const ordered = made.getRowModel().rows;
  return useMemo(() => {
    const shown = made.getVisibleLeafColumns().map((column): Shown => {
      const frozen = column.getIsPinned() === 'start';
      const size = column.getSize();
      return { column: byId.get(column.id)!, size, ...(frozen && { frozenAt: column.getStart('start') }) };
    });
    return { columns: shown, rows: ordered.map(({ original }) => original) };
    // `made` is another object on each render; what it shows follows from these.
  }, [ordered, columns, state, byId]);
}

function sortingOf(sort: string | null, byId: ReadonlyMap<string, Column>): { id: string; desc: boolean }[] {
  if (sort === null) return [];
  const desc = sort.startsWith('-');
  const id = desc ? sort.slice(1) : sort;
  return byId.has(id) ? [{ id, desc }] : [];
}

const SIZES = { NAME: 168, CODE: 124, FIGURE: 132, TEXT: 280 } as const;
const NARROW_SIZES = { NAME: 128, CODE: 124, FIGURE: 124, TEXT: 220 } as const;
/** `Rp587.966.400` and its marks; `42,2%` and `of ± 10`, also in the heavy letters of the foot. */
const WIDE: Readonly<Partial<Record<Column['writing'], number>>> = { rupiah: 152, percent: 148 };

const sizeOf = ({ kind, writing }: Column, narrow: boolean): number =>
  (kind === 'FIGURE' ? WIDE[writing] : undefined) ?? (narrow ? NARROW_SIZES : SIZES)[kind];

const definitionsOf = (columns: readonly Column[], narrow: boolean) =>
  helper.columns(
    columns.map((column) =>
      helper.accessor((row) => cellOf(row, column).value ?? undefined, {
        id: column.id,
        size: sizeOf(column, narrow),
        sortUndefined: 'last',
        sortFn: (left, right, id) => compare(left.getValue(id), right.getValue(id)),
      }),
    ),
  );

/** Made once: `localeCompare` makes one a comparison. */
const ALPHABET = new Intl.Collator(undefined, { numeric: true });

/** Numbers by value, texts by the reader's alphabet. */
function compare(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return ALPHABET.compare(String(left), String(right));
}
