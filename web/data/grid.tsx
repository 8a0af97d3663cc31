/**
 * A table of up to a hundred thousand rows: only those in sight are in the page. It is a grid to the keyboard (arrows move from cell to
 * cell), a table to everybody else, and each cell says what its marks mean while it is pointed at or focused.
 */
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import type { DataState } from '../address/data-view.ts';
import { useSay } from '../language/language.tsx';
import { Edges } from '../parts/edges.tsx';
import { GridFoot } from './grid-foot.tsx';
import { GridHead } from './grid-head.tsx';
import { GridRow, type Line } from './grid-row.tsx';
import type { DataTable, Row } from './data-table.ts';
import type { Group } from './groups.ts';
import { MarkTip, useMarkTip } from '../parts/mark-tip.tsx';
import { useActiveCell } from '../parts/use-active-cell.ts';
import type { Shown } from './use-grid-table.ts';
import { useLines, WHOLE } from './use-lines.ts';
import './grid.css';

interface GridProps {
  readonly table: DataTable;
  readonly columns: readonly Shown[];
  /** Those that are shown, in order. */
  readonly rows: readonly Row[];
  /** The same rows under headings, where they are grouped. */
  readonly groups: readonly Group[] | undefined;
  readonly sort: DataState['sort'];
  readonly onSort: (sort: string | null) => void;
  /** All there are, where more will come. */
  readonly all: number | undefined;
  /** Told when the end of what is there comes into sight. */
  readonly onEnd: (() => void) | undefined;
}

export function Grid({ table, columns, rows, groups, sort, onSort, all, onEnd }: GridProps): ReactNode {
  const say = useSay();
  const place = useRef<HTMLDivElement>(null);
  const [folded, fold] = useFolded();
  const lines = useMemo(() => linesOf(rows, groups, folded), [rows, groups, folded]);
  const { shown, above, below, scrollTo } = useLines(place, lines.length, onEnd);
  const { tip, tipped } = useMarkTip();
  const active = useActiveCell(place, { rows: lines.length, columns: columns.length }, scrollTo);
  return (
    <>
      <Edges of={place}>
        <div className="grid-scroll" ref={place} tabIndex={-1} onScroll={tip.hide}>
          <table
            className={lines.length <= WHOLE ? 'grid whole' : 'grid'}
            role="grid"
            aria-label={table.title}
            aria-rowcount={(all ?? lines.length) + 1}
            aria-colcount={columns.length}
            style={{ minWidth: columns.reduce((sum, { size }) => sum + size, 0) }}
            onKeyDown={active.onKeyDown}
            onFocus={active.onFocus}
          >
            <caption className="visually-hidden">{say('data.grid.caption', { title: table.title })}</caption>
            <colgroup>
              {columns.map(({ column, size }) => (
                <col key={column.id} style={{ width: size }} />
              ))}
            </colgroup>
            <GridHead columns={columns} sort={sort} onSort={onSort} />
            <tbody>
              <Space height={above} />
              {shown.map((index) => (
                <GridRow
                  key={index}
                  line={lines[index]!}
                  index={index}
                  columns={columns}
                  activeColumn={active.row === index ? active.column : undefined}
                  tip={tip}
                  onFold={fold}
                  tipped={tipped.of?.startsWith(`${index},`) ? tipped.of : undefined}
                />
              ))}
              <Space height={below} />
            </tbody>
            <GridFoot table={table} rows={rows} columns={columns} tip={tip} tipped={tipped.of} />
          </table>
        </div>
      </Edges>
      <MarkTip id={tip.id} tipped={tipped} />
    </>
  );
}

/** Stands for the rows that are not in the page. */
const Space = ({ height }: { height: number }): ReactNode =>
  height === 0 ? null : <tr aria-hidden="true" className="grid-space" style={{ height }} />;

/** Groups whose rows the reader has put away. */
function useFolded(): [ReadonlySet<string>, (key: string) => void] {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const fold = useCallback(
    (key: string) =>
      setFolded((before) =>
        before.has(key) ? new Set([...before].filter((each) => each !== key)) : new Set([...before, key]),
      ),
    [],
  );
  return [folded, fold];
}

function linesOf(
  rows: readonly Row[],
  groups: readonly Group[] | undefined,
  folded: ReadonlySet<string>,
): readonly Line[] {
  if (groups === undefined) return rows.map((row) => ({ kind: 'ROW', row }));
  return groups.flatMap((group): Line[] => {
    const heading = { kind: 'GROUP', group, open: !folded.has(group.key) } as const;
    return heading.open ? [heading, ...group.rows.map((row): Line => ({ kind: 'ROW', row }))] : [heading];
  });
}
