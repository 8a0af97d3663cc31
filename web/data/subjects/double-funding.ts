/** People who are paid for twice, and what a month of that comes to. */
import type { Measure } from '../../address/data-view.ts';
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
        shared: choice.measures.filter((measure) => measure === 'peopleChange').map(changeOf),
        inner: [{ field: 'counts', ...(by.includes('village') ? { inner: [villages(choice)] } : all(choice, 'ROW')) }],
      },
    ];
  const args = inMonth(choice);
  return [{ field: 'doubleFundingCounts', args, ...all(choice, 'TOTAL'), inner: [villages(choice)] }];
}

/** A difference of two exact counts. */
const changeOf = (measure: Measure): Count => ({ measure, field: ['change', 'total'], basis: 'NONE' });

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
  measures
    .filter((measure) => measure !== 'peopleChange')
    .map((measure) => ({ measure, field: [measure === 'people' ? people : measure] }));
