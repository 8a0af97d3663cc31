/** What is offered beside an unknown village: how much of it, and of which cells. */
import { describe, expect, it } from 'vitest';
import { offerVillages } from '../../../subgraphs/import/offer-villages.ts';
import { villagesOf } from '../../../subgraphs/import/references.ts';

const villages = villagesOf([
  { _id: '32.75.01.1001', name: 'Bekasijaya', district: '32.75.01', districtName: 'Bekasi Timur' },
  { _id: '32.75.01.1002', name: 'Margahayu', district: '32.75.01', districtName: 'Bekasi Timur' },
]);

const offered = (cells: readonly string[]) =>
  offerVillages(
    cells.map((_, at) => ({
      line: at + 2,
      record: undefined,
      reasons: [
        { code: 'NIK_LENGTH', field: 'nik', likely: [] },
        { code: 'VILLAGE_UNKNOWN', field: 'village', likely: [] },
      ],
      keys: [],
    })),
    cells.map((village) => ({ village })),
    villages,
  ).map(({ reasons }) => reasons.map(({ likely }) => likely));

describe('villages that may be meant', () => {
  it('are offered where one is near, beside its own reason', () => {
    expect(offered(['Bekasi Joya', 'Bandung'])).toEqual([
      [[], ['32.75.01.1001 Bekasijaya (Bekasi Timur)']],
      [[], []],
    ]);
  });

  it('are offered in the first 20 rows of a batch that need them', () => {
    const rows = offered(Array.from({ length: 30 }, () => 'Bekasi Joya'));
    expect(rows.map(([, likely]) => likely!.length)).toEqual([
      ...Array.from({ length: 20 }, () => 1),
      ...Array.from({ length: 10 }, () => 0),
    ]);
  });

  it('are not searched for a cell that is longer than a name', () => {
    expect(
      offered([`Bekasi Joya ${'x'.repeat(49)}`, `Bekasijaya${'x'.repeat(50)}`, `Bekasijaya${'x'.repeat(51)}`]),
    ).toEqual([
      [[], []],
      [[], ['32.75.01.1001 Bekasijaya (Bekasi Timur)']],
      [[], []],
    ]);
  });
});
