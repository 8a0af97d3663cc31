/** Rows under headings, with sums where they mean something. */
import { describe, expect, it } from 'vitest';
import type { Cell, Column, DataTable, Row } from '../../../web/data/data-table.ts';
import { groupColumn, groupsOf } from '../../../web/data/groups.ts';
import type { Mark } from '../../../web/numbers/marks.ts';

const MOVED: Mark = { kind: 'PERTURBED', noise: 10 };
const name = (id: string): Column => ({ id, title: id, kind: 'NAME', writing: 'plain' });
const COLUMNS: readonly Column[] = [
  name('village'),
  name('district'),
  { id: 'total', title: 'total', kind: 'FIGURE', writing: 'whole', additive: true },
  { id: 'covered', title: 'covered', kind: 'FIGURE', writing: 'whole', additive: true },
  { id: 'coverageRate', title: 'rate', kind: 'FIGURE', writing: 'percent' },
  { id: 'medianDays', title: 'days', kind: 'FIGURE', writing: 'whole' },
];

const figure = (value: number | null, ...marks: Mark[]): Cell => ({ value, marks });
const row = (id: string, [village, district]: [string, string], total: Cell, covered: Cell): Row => ({
  id,
  cells: { ...named({ village, district }), total, covered, medianDays: figure(3) },
});
const named = (names: Record<string, string>): Record<string, Cell> =>
  Object.fromEntries(Object.entries(names).map(([id, value]) => [id, { value, marks: [] }]));

const tableOf = (rows: readonly Row[], adds: DataTable['adds'] = 'ALL'): DataTable => ({
  title: 't',
  columns: COLUMNS,
  rows,
  adds,
});

const ROWS = [
  row('0', ['Duren Jaya', 'Timur'], figure(20, MOVED), figure(10, MOVED)),
  row('1', ['Kota Baru', 'Barat'], figure(12, MOVED), figure(6, MOVED)),
  row('2', ['Margahayu', 'Timur'], figure(30, MOVED), figure(null, { kind: 'WITHHELD' })),
  row('3', ['Bintara', 'Barat'], figure(8, MOVED), figure(4, MOVED)),
];

describe('rows in groups', () => {
  it('are grouped by the first name that rows share: villages by their district', () => {
    expect(groupColumn(tableOf(ROWS))?.id).toBe('district');
    expect(groupColumn(tableOf(ROWS.slice(0, 2)))).toBeUndefined();
  });

  it('stand in the order in which their names turn up, and keep their own order', () => {
    const groups = groupsOf(tableOf(ROWS), ROWS, COLUMNS[1]!);
    expect(groups.map(({ name: { value }, rows }) => [value, rows.map(({ id }) => id)])).toEqual([
      ['Timur', ['0', '2']],
      ['Barat', ['1', '3']],
    ]);
  });

  it('have a sum that says that it was made of moved numbers, and the rate of the sums', () => {
    const [, west] = groupsOf(tableOf(ROWS), ROWS, COLUMNS[1]!);
    const summed = [{ kind: 'SUMMED', parts: 2, deviation: 4 }];
    expect(west!.sum.cells).toEqual({
      total: { value: 20, marks: summed },
      covered: { value: 10, marks: summed },
      coverageRate: { value: 0.5, marks: summed },
    });
  });

  it('have no sum where a part is not known, and say why: it is no zero', () => {
    const [east] = groupsOf(tableOf(ROWS), ROWS, COLUMNS[1]!);
    expect(east!.sum.cells['covered']).toEqual({ value: null, marks: [{ kind: 'WITHHELD' }] });
    expect(east!.sum.cells['coverageRate']).toEqual({ value: null, marks: [{ kind: 'WITHHELD' }] });
    expect(east!.sum.cells['total']).toMatchObject({ value: 50 });
  });

  it('have none where the rows are no parts: a medians’ column, another table, the ends of several months', () => {
    const [east] = groupsOf(tableOf(ROWS), ROWS, COLUMNS[1]!);
    expect(east!.sum.cells['medianDays']).toBeUndefined();
    for (const adds of ['NONE', 'WITHIN_MONTH'] as const)
      for (const { sum } of groupsOf(tableOf(ROWS, adds), ROWS, COLUMNS[1]!)) expect(sum.cells).toEqual({});
    const [month] = groupsOf(tableOf(ROWS, 'WITHIN_MONTH'), ROWS, name('month'));
    expect(month!.sum.cells['total']).toMatchObject({ value: 70 });
  });
});
