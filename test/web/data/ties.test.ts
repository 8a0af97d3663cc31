/** Rows that are equal look ranked where a table is in an order. */
import { expect, it } from 'vitest';
import type { DataTable } from '../../../web/data/data-table.ts';
import { footOf } from '../../../web/data/foot.ts';
import { notesIn, tiesIn } from '../../../web/data/ties.ts';

const tableOf = (...values: (number | null)[]): DataTable => ({
  title: 'Agencies',
  columns: [
    { id: 'agency', title: 'Agency', kind: 'NAME', writing: 'plain' },
    { id: 'days', title: 'Days', kind: 'FIGURE', writing: 'whole' },
  ],
  rows: values.map((value, at) => ({
    id: String(at),
    cells: { agency: { value: 'x', marks: [] }, days: { value, marks: [] } },
  })),
  adds: 'NONE',
});

it('rows that have their number in common with another are told, by the column they are sorted by alone', () => {
  const table = tableOf(7, 7, 7, 6, 6, 5, null, null);
  expect(tiesIn(table, table.rows, '-days')).toMatchObject({ rows: 5, column: { id: 'days' } });
  for (const sort of [null, '-agency', 'elsewhere']) expect(tiesIn(table, table.rows, sort)).toBeUndefined();
});

it('says nothing where no two are equal, or where there are more rows than anybody ranks', () => {
  const [distinct, long] = [tableOf(3, 2, 1), tableOf(...Array<number>(61).fill(0))];
  expect(tiesIn(distinct, distinct.rows, 'days')).toBeUndefined();
  expect(tiesIn(long, long.rows, 'days')).toBeUndefined();
});

it('say so in one sentence, on the screen and in what is taken away', () => {
  const table = tableOf(7, 7, 5);
  const said = notesIn(tiesIn(table, table.rows, '-days'), (key, values) => `${key} ${JSON.stringify(values)}`);
  expect(said).toEqual(['data.ties {"rows":2,"of":"Days"}']);
  expect(notesIn(undefined, (key) => key)).toEqual([]);
});

it('a foot is there only where a number is in it', () => {
  const { columns, rows } = tableOf(1, null);
  const adding: DataTable = {
    title: '',
    columns: columns.map((column) => ({ ...column, additive: column.id === 'days' })),
    rows,
    adds: 'ALL',
  };
  expect(footOf(adding, rows)).toBeUndefined();
  const whole = tableOf(1, 2).rows;
  expect(footOf({ ...adding, rows: whole }, whole)?.cells['days']?.value).toBe(3);
});
