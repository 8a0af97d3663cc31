/** One table on the screen: sortable by its columns, numbers with a bar that shows their share of the largest. */
import { memo, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { isHidden, type Hidden, type TableCell, type Table } from '../graph/table.ts';
import { useSay } from '../language/language.tsx';
import { Edges } from '../parts/edges.tsx';
import { MarkTip, useMarkTip, type Tip } from '../parts/mark-tip.tsx';
import { useActiveCell } from '../parts/use-active-cell.ts';
import type { Reasons } from './explain/value-reasons.ts';
import { KindSign, Why } from './explain/why.tsx';
import type { WhyOf } from './explain/why-of-cells.ts';
import './table-view.css';

/** Rows put on the screen at a time: a browser takes seconds for ten thousand. The CSV has them all. */
const PAGE = 200;

interface Order {
  readonly column: number;
  readonly descending: boolean;
}

interface TableViewProps {
  readonly table: Table;
  /** Missing where the answer was not explained. Where it was, keys lead from cell to cell. */
  readonly whyOf?: WhyOf | undefined;
}

export function TableView({ table, whyOf }: TableViewProps): ReactNode {
  const say = useSay();
  const place = useRef<HTMLDivElement>(null);
  const { tip, tipped } = useMarkTip();
  const [order, setOrder] = useState<Order>();
  const [shown, setShown] = useState(PAGE);
  const rows = useMemo(() => sorted(table.rows, order), [table, order]);
  const largest = useMemo(() => table.columns.map((_, column) => largestOf(table.rows, column)), [table]);
  const size = { rows: Math.min(rows.length, shown), columns: table.columns.length };
  const active = useActiveCell(place, size, () => {});
  const keys = whyOf && { role: 'grid', onKeyDown: active.onKeyDown, onFocus: active.onFocus };
  return (
    <Edges of={place} className="table-edges">
      <div ref={place} className="table-scroll first-stays" tabIndex={0} role="region" aria-label={table.name}>
        <table {...keys}>
          <thead>
            <tr>
              {table.columns.map((name, column) => (
                <Head key={name} name={name} column={column} order={order} onOrder={setOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, index) => (
              <RowView
                key={index}
                row={row}
                index={index}
                largest={largest}
                whyOf={whyOf}
                activeColumn={active.row === index ? active.column : undefined}
                tip={tip}
                tipped={tipped.of?.startsWith(`${index},`) === true ? tipped.of : undefined}
              />
            ))}
          </tbody>
        </table>
        {rows.length > shown && (
          <button type="button" className="more" onClick={() => setShown(shown + PAGE * 5)}>
            {say('query.answer.more', { shown, rows: rows.length })}
          </button>
        )}
      </div>
      <MarkTip id={tip.id} tipped={tipped} />
    </Edges>
  );
}

interface HeadProps {
  readonly name: string;
  readonly column: number;
  readonly order: Order | undefined;
  readonly onOrder: (order: Order) => void;
}

function Head({ name, column, order, onOrder }: HeadProps): ReactNode {
  const mine = order?.column === column ? order : undefined;
  const sort = mine === undefined ? undefined : mine.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={sort}>
      <button
        type="button"
        onClick={() => onOrder({ column, descending: mine === undefined ? false : !mine.descending })}
      >
        {name}
        <span aria-hidden="true">{sort === undefined ? '' : sort === 'ascending' ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  );
}

interface RowViewProps {
  readonly row: Table['rows'][number];
  readonly index: number;
  readonly largest: readonly (number | undefined)[];
  readonly whyOf: WhyOf | undefined;
  /** The column of the cell that the keys are at, where it is in this row. */
  readonly activeColumn: number | undefined;
  readonly tip: Tip;
  /** The cell that is explained, where it is in this row. */
  readonly tipped: string | undefined;
}

/** Drawn anew only when something of it changes: the pointer moves over hundreds of rows. */
const RowView = memo(function RowView(props: RowViewProps): ReactNode {
  const { row, index, largest, whyOf, activeColumn, tip, tipped } = props;
  return (
    <tr>
      {row.map((cell, column) => {
        if (whyOf === undefined) return <CellView key={column} cell={cell} largest={largest[column]} />;
        const at = `${index},${column}`;
        const told = { reasons: whyOf(row, column), at, isActive: activeColumn === column, tip, isTold: tipped === at };
        return <CellView key={column} cell={cell} largest={largest[column]} told={told} />;
      })}
    </tr>
  );
});

/** A cell of a table whose answer was explained. */
interface ToldCell {
  readonly reasons: Reasons | undefined;
  /** Where it is, for the keys. */
  readonly at: string;
  readonly isActive: boolean;
  readonly tip: Tip;
  /** Whether the tip is of this cell now. */
  readonly isTold: boolean;
}

interface CellViewProps {
  readonly cell: TableCell;
  readonly largest: number | undefined;
  readonly told?: ToldCell;
}

function CellView({ cell, largest, told }: CellViewProps): ReactNode {
  const say = useSay();
  const reasons = told?.reasons;
  return (
    <td {...lookOf(cell, largest)} {...(told !== undefined && toldProps(told))}>
      {isHidden(cell) ? say('query.answer.hidden', { reason: cell.hidden }) : textOf(cell)}
      {reasons?.sure === true && <KindSign kind={reasons.values[0]!.kind} />}
    </td>
  );
}

function toldProps({ reasons, at, isActive, tip, isTold }: ToldCell): object {
  const show = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void =>
    reasons === undefined ? tip.hide() : tip.show(currentTarget, at, { marks: [], says: <Why reasons={reasons} /> });
  return {
    'data-cell': at,
    tabIndex: isActive ? 0 : -1,
    'aria-describedby': isTold ? tip.id : undefined,
    onFocus: show,
    onMouseEnter: show,
    onMouseLeave: tip.hide,
    onBlur: tip.hide,
  };
}

function lookOf(cell: TableCell, largest: number | undefined): { className?: string; style?: CSSProperties } {
  if (cell === null) return { className: 'none' };
  if (isHidden(cell)) return { className: 'hidden' };
  return typeof cell === 'number' ? { className: 'number', style: bar(cell, largest) ?? {} } : {};
}

function textOf(cell: Exclude<TableCell, Hidden>): string {
  if (cell === null) return '–';
  return typeof cell === 'number' ? shownNumber(cell) : String(cell);
}

function bar(cell: number, largest: number | undefined): { backgroundSize: string } | undefined {
  return largest === undefined || cell < 0 ? undefined : { backgroundSize: `${(100 * cell) / largest}% 2px` };
}

/** Grouped only from five digits on, so that a year stays a year. */
function shownNumber(number: number): string {
  return Math.abs(number) < 10_000 ? String(number) : number.toLocaleString(undefined, { maximumFractionDigits: 20 });
}

function largestOf(rows: Table['rows'], column: number): number | undefined {
  let largest = 0;
  for (const row of rows) {
    const cell = row[column];
    if (typeof cell === 'number' && cell > largest) largest = cell;
  }
  return largest > 0 && rows.length > 1 ? largest : undefined;
}

function sorted(rows: Table['rows'], order: Order | undefined): Table['rows'] {
  if (order === undefined) return rows;
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((left, right) => compare(left[order.column] ?? null, right[order.column] ?? null, sign));
}

/** Numbers by value, texts by the reader's alphabet, missing ones last in both directions. */
function compare(left: TableCell, right: TableCell, sign: 1 | -1): number {
  const missing = Number(isMissing(left)) - Number(isMissing(right));
  if (missing !== 0) return missing;
  if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
  return sign * String(left).localeCompare(String(right), undefined, { numeric: true });
}

function isMissing(cell: TableCell): boolean {
  return cell === null || isHidden(cell);
}
