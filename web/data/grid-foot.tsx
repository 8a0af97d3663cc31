/** The foot of the table: the graph's own total, or a sum made here that says so. */
import { useMemo, type ReactNode } from 'react';
import { useSay } from '../language/language.tsx';
import { cellOf, type DataTable, type Row } from './data-table.ts';
import { GridCell } from './grid-row.tsx';
import type { Tip } from '../parts/mark-tip.tsx';
import { footOf, footWords } from './foot.ts';
import type { Shown } from './use-grid-table.ts';

interface GridFootProps {
  readonly table: DataTable;
  /** Those that are shown: of fewer than all, the graph has no total. */
  readonly rows: readonly Row[];
  readonly columns: readonly Shown[];
  readonly tip: Tip;
  /** The cell whose marks are explained. */
  readonly tipped: string | undefined;
}

export function GridFoot({ table, rows, columns, tip, tipped }: GridFootProps): ReactNode {
  const say = useSay();
  const own = useMemo(() => footOf(table, rows), [table, rows]);
  if (own === undefined) return null;
  const { words, says } = footWords(table, own, say);
  return (
    <tfoot>
      <tr>
        {columns.map((shown, place) => (
          <GridCell
            key={shown.column.id}
            at={`foot,${place}`}
            shown={shown}
            cell={place === 0 ? { ...cellOf(own, shown.column), says } : cellOf(own, shown.column)}
            words={place === 0 ? words : cellOf(own, shown.column).value === null ? '' : undefined}
            rowHeading={place === 0}
            active={false}
            tip={tip}
            tipped={tipped}
          />
        ))}
      </tr>
    </tfoot>
  );
}
