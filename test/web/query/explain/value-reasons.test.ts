import { describe, expect, it } from 'vitest';
import { placedTablesOf } from '../../../../web/graph/table.ts';
import type { ExplainedValue, Explanation, Kind } from '../../../../web/query/explain/explanation.ts';
import { ValueReasons } from '../../../../web/query/explain/value-reasons.ts';
import { whyOfCells } from '../../../../web/query/explain/why-of-cells.ts';

type Path = ExplainedValue['paths'][number];

const entry = (kind: Kind, paths: readonly Path[], count = paths.length, why = `${kind}.`): ExplainedValue => ({
  kind,
  paths,
  count,
  why,
  coordinate: null,
});
const explained = (values: readonly ExplainedValue[], valuesLeftOut = 0): Explanation => ({
  values,
  valuesLeftOut,
  fetches: [],
  fetchesLeftOut: 0,
  cost: null,
});
/** The kinds that are told of a value, with a question mark where it is not sure. */
function told(data: unknown, explanation: Explanation, path: Path): string {
  const { values, sure } = new ValueReasons({ data: data as Record<string, unknown> }, explanation).at(path);
  return values.map(({ kind }) => kind).join(' ') + (sure ? '' : '?');
}
const workers = (values: readonly unknown[]) => ({ workers: { nodes: values.map((nik) => ({ nik })) } });
const nik = (index: number): Path => ['workers', 'nodes', index, 'nik'];
const firstFive = [0, 1, 2, 3, 4].map(nik);
const seven = [0, 1, 2, 3, 4, 5, 6];

describe('the reason of a value', () => {
  it('is the one at its path, and no other value has it', () => {
    const values = [entry('denied', [nik(1)]), entry('null-of-owner', [nik(2)])];
    const data = workers(['1', null, null]);
    expect([0, 1, 2].map((index) => told(data, explained(values), nik(index)))).toEqual([
      '',
      'denied',
      'null-of-owner',
    ]);
  });

  it('is found by its field where an entry lists only the first few of its values', () => {
    const values = [entry('masked', firstFive, 7)];
    expect(told(workers(seven.map(() => '3275********0001')), explained(values), nik(6))).toBe('masked');
  });

  it('is not that of the nulls for a value that is there, nor that of masked values for a null', () => {
    const data = workers([...seven.map(() => null), '3275********0001']);
    const nulls = explained([entry('null-of-owner', firstFive, 7)]);
    expect([told(data, nulls, nik(6)), told(data, nulls, nik(7))]).toEqual(['null-of-owner', '']);
    const masks = explained([entry('masked', firstFive, 7)]);
    expect(told(data, masks, nik(6))).toBe('');
  });

  it('is not sure where two may hold, where others of the field have none, or where entries were left out', () => {
    const nulls = workers(Array.from({ length: 12 }, () => null));
    const five = [5, 6, 7, 8, 9].map(nik);
    const two = explained([entry('denied', firstFive, 6), entry('unknown-entity', five, 6)]);
    expect([told(nulls, two, nik(0)), told(nulls, two, nik(11))]).toEqual(['denied', 'denied unknown-entity?']);
    const someMasked = workers([...seven.map(() => '1979'), '1979-05-01']);
    expect(told(someMasked, explained([entry('masked', firstFive, 7)]), nik(7))).toBe('masked?');
    expect(told(nulls, explained([entry('denied', firstFive, 12)], 3), nik(9))).toBe('denied?');
  });

  it('is that of the null on the way to it', () => {
    const data = { worker: { village: null } };
    const values = [entry('propagated', [['worker', 'village']])];
    expect(told(data, explained(values), ['worker', 'village', 'district', 'name'])).toBe('propagated');
    expect(told(null, explained([entry('denied', [[]])]), ['worker'])).toBe('denied');
  });

  it('is that of its entries for a list of plain values', () => {
    const values = [entry('masked', [['worker', 'phones', 1]])];
    expect(told({ worker: { phones: ['1', '+62*****90'] } }, explained(values), ['worker', 'phones'])).toBe('masked');
  });

  it('is only of numbers where counts are perturbed', () => {
    const data = { districts: [{ count: 7 }, { count: null }] };
    const of = (index: number): Path => ['districts', index, 'count'];
    const listed = Array.from({ length: 5 }, (_, index): Path => ['others', index, 'count']);
    const values = [entry('perturbed', [of(9), ...listed.slice(1)], 6)];
    expect([told(data, explained(values), of(0)), told(data, explained(values), of(1))]).toEqual(['perturbed?', '']);
  });
});

describe('the reasons of the cells of a table', () => {
  const data = {
    districts: {
      nodes: [
        { name: 'A', head: null, villages: [{ code: '1', workers: 5 }] },
        { name: 'B', head: { name: 'H' }, villages: [{ code: '2', workers: null }] },
      ],
    },
    total: null,
  };
  const values = [
    entry('denied', [['total']]),
    entry('propagated', [['districts', 'nodes', 0, 'head']]),
    entry('perturbed', [['districts', 'nodes', 0, 'villages', 0, 'workers']]),
    entry('suppressed', [['districts', 'nodes', 1, 'villages', 0, 'workers']]),
  ];
  const answer = { data, extensions: { explain: explained(values) } };

  it('stand in lists, in lists of rows, in what rows repeat, and in figures', () => {
    const kinds = placedTablesOf(answer).map((placed) => {
      const whyOf = whyOfCells(answer, placed)!;
      const { name, rows, columns } = placed.table;
      const told = rows.flatMap((row, index) =>
        columns.flatMap((column, at) => {
          const found = whyOf(row, at);
          return found === undefined ? [] : [`${index} ${column} ${found.values[0]!.kind}`];
        }),
      );
      return [name, told];
    });
    expect(Object.fromEntries(kinds)).toEqual({
      districts: ['0 head.name propagated'],
      'districts.villages': ['0 workers perturbed', '0 districts.head.name propagated', '1 workers suppressed'],
      'Figures / Angka': ['0 value denied'],
    });
  });

  it('are none where the answer was not explained', () => {
    expect(whyOfCells({ data }, placedTablesOf(answer)[0])).toBeUndefined();
    expect(whyOfCells({ data, extensions: { explain: 'no' } }, placedTablesOf(answer)[0])).toBeUndefined();
  });
});
