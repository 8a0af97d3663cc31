/** People who are paid for twice, and what a month of that comes to. */
import type { Branch, Count } from '../branch.ts';
import type { Choice } from '../choice.ts';
import { inMonth, inSpan, MONTH } from './month.ts';

export function doubleFundingBranches(choice: Choice): readonly Branch[] {
  const { by } = choice;
  if (by.includes('month'))
    return [
      {
        field: 'doubleFundingHistory',
        args: inSpan(choice),
        many: 'LIST',
        labels: [MONTH],
        inner: [{ field: 'counts', ...(by.includes('village') ? { inner: [villages(choice)] } : all(choice, 'ROW')) }],
      },
    ];
  const args = inMonth(choice);
  if (!by.includes('village')) return [{ field: 'doubleFundingCounts', args, ...all(choice, 'ROW') }];
  return [{ field: 'doubleFundingCounts', args, ...all(choice, 'TOTAL'), inner: [villages(choice)] }];
}

const all = (choice: Choice, as: 'ROW' | 'TOTAL'): Pick<Branch, 'as' | 'counts' | 'basis'> => ({
  as,
  counts: countsOf(choice, 'total'),
  basis: ['basis'],
});

const villages = (choice: Choice): Branch => ({
  field: 'byVillage',
  many: 'LIST',
  as: 'ROW',
  labels: [
    { breakdown: 'district', code: ['village', 'district', 'code'], name: ['village', 'district', 'name'] },
    { breakdown: 'village', code: ['village', 'code'], name: ['village', 'name'] },
  ],
  counts: countsOf(choice, 'count'),
  basis: ['basis'],
});

const countsOf = ({ measures }: Choice, people: string): Count[] =>
  measures.map((measure) => ({ measure, field: [measure === 'people' ? people : measure] }));
