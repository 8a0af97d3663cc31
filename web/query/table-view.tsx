/** One table on the screen: sortable by its columns, numbers with a bar that shows their share of the largest. */
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { isHidden, type TableCell, type Table } from '../graph/table.ts';
import { useSay } from '../language/language.tsx';
import { Edges } from '../parts/edges.tsx';
import './table-view.css';

/** Rows put on the screen at a time: a browser takes seconds for ten thousand. The CSV has them all. */
const PAGE = 200;

interface Order {
  readonly column: number;
  readonly descending: boolean;
}

export function TableView({ table }: { table: Table }): ReactNode {
  const say = useSay();
  const place = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<Order>();
  const [shown, setShown] = useState(PAGE);
  const rows = useMemo(() => sorted(table.rows, order), [table, order]);
  const largest = useMemo(() => table.columns.map((_, column) => largestOf(table.rows, column)), [table]);
  return (
    <Edges of={place} className="table-edges">
      <div ref={place} className="table-scroll first-stays" tabIndex={0} role="region" aria-label={table.name}>
        <table>
          <thead>
            <tr>
              {table.columns.map((name, column) => (
                <Head key={name} name={name} column={column} order={order} onOrder={setOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <CellView key={column} cell={cell} largest={largest[column]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length > shown && (
          <button type="button" className="more" onClick={() => setShown(shown + PAGE * 5)}>
            {say('query.answer.more', { shown, rows: rows.length })}
          </button>
        )}
      </div>
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

function CellView({ cell, largest }: { cell: TableCell; largest: number | undefined }): ReactNode {
  const say = useSay();
  if (cell === null) return <td className="none">–</td>;
  if (typeof cell === 'number')
    return (
      <td className="number" style={bar(cell, largest)}>
        {shownNumber(cell)}
      </td>
    );
  if (isHidden(cell)) return <td className="hidden">{say('query.answer.hidden', { reason: cell.hidden })}</td>;
  return <td>{String(cell)}</td>;
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
