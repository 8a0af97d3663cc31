/** Sums of rows, for a heading over some of them and for the foot of the table. */
import { sumOf, type Marked } from '../numbers/marks.ts';
import { cellOf, type Cell, type Column, type DataTable, type Row } from './data-table.ts';

/** @returns a row with the sum of every column that adds up, and the rate of the sums where both of its parts are there */
export function sumRow(id: string, { columns }: Pick<DataTable, 'columns'>, rows: readonly Row[]): Row {
  const sums = columns.filter(({ additive }) => additive).map((column) => [column.id, summed(column, rows)] as const);
  const cells: Record<string, Cell> = Object.fromEntries(sums);
  const rate = columns.find(({ id: column }) => column === 'coverageRate');
  if (rate !== undefined) cells['coverageRate'] = rateOf(cells['covered'], cells['total']);
  return { id, cells };
}

const summed = (column: Column, rows: readonly Row[]): Cell =>
  rows.length === 0 ? { value: null, marks: [] } : sumOf(rows.map((row) => figureIn(cellOf(row, column))));

const figureIn = ({ value, marks }: Cell): Marked => ({
  value: typeof value === 'number' ? value : null,
  marks,
});

/** Of the numbers shown, as the graph makes its own. */
function rateOf(covered: Cell | undefined, total: Cell | undefined): Cell {
  const missing = [covered, total].find((cell) => cell?.value === null);
  if (missing !== undefined) return missing;
  const [part, whole] = [covered?.value, total?.value];
  if (typeof part !== 'number' || typeof whole !== 'number' || whole === 0) return { value: null, marks: [] };
  return { value: Math.min(1, part / whole), marks: covered?.marks ?? [] };
}
