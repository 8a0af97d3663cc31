/** What is taken away of a table: what stands on the screen, and the citation of it. */
import type { Citation } from '../export/citation.ts';
import type { ExportTable } from '../export/export-table.ts';
import { useSay } from '../language/language.tsx';
import { schemaVersionsOf, type Part } from '../numbers/figure-at.ts';
import type { DataTable, Row } from './data-table.ts';
import { exportOf, standingOf } from './export-of.ts';
import { footOf } from './foot.ts';
import type { Cited } from './result.tsx';
import type { Shown } from './use-grid-table.ts';

interface Taken {
  readonly tableOf: () => ExportTable;
  readonly citationOf: (table: ExportTable) => Citation;
}

interface OnScreen {
  readonly columns: readonly Shown[];
  /** In their order. */
  readonly rows: readonly Row[];
}

/** @param parts the answers that the table was read from */
export function useTakeAway(
  table: DataTable,
  cited: Cited,
  { columns, rows }: OnScreen,
  parts: readonly Part[],
): Taken {
  const say = useSay();
  return {
    tableOf: () => {
      const row = footOf(table, rows);
      const words = row === table.total ? say('data.grid.total') : say('data.grid.sum');
      return exportOf({
        columns: columns.map(({ column }) => column),
        rows,
        foot: row === undefined ? undefined : { row, words },
      });
    },
    citationOf: (taken) => ({
      question: table.title,
      filters: cited.filters,
      sources: cited.sources,
      ...standingOf(taken),
      at: new Date(),
      schemaVersion: schemaVersionsOf(parts).join(', ') || say('data.take.schemaUnknown'),
      permalink: location.href,
    }),
  };
}
