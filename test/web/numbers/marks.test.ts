/** What a reader must know of a number. */
import { describe, expect, it } from 'vitest';
import { figureAt } from '../../../web/numbers/figure-at.ts';
import {
  distinct,
  isMaskedText,
  marked,
  markOfGap,
  sumOf,
  wordsOfMark,
  type Basis,
} from '../../../web/numbers/marks.ts';

const PERTURBED: Basis = { month: '2025-12', exactness: 'PERTURBED', noise: 10 };
const EXACT: Basis = { month: null, exactness: 'EXACT', noise: 0 };

describe('the marks of a number', () => {
  it('come from the basis beside it', () => {
    expect(marked(352, { basis: PERTURBED })).toEqual({
      value: 352,
      marks: [
        { kind: 'PERTURBED', noise: 10 },
        { kind: 'MONTH', month: '2025-12' },
      ],
    });
    expect(marked(0, { basis: EXACT })).toEqual({ value: 0, marks: [{ kind: 'EXACT' }] });
    expect(marked(5)).toEqual({ value: 5, marks: [] });
  });

  it.each([
    [
      { code: 'SUBGRAPH_TIMEOUT', service: 'workers' },
      { kind: 'ABSENT', agency: 'workers' },
    ],
    [{ code: 'UNPERTURBED_COUNT' }, { kind: 'WITHHELD' }],
    [{ code: 'NO_MONTH_YET' }, { kind: 'NOT_YET' }],
    [{ code: 'FORBIDDEN_FIELD' }, { kind: 'FORBIDDEN' }],
    [{ code: 'COUNTS_NOT_READY' }, { kind: 'FAILED', code: 'COUNTS_NOT_READY' }],
    [{}, { kind: 'FAILED', code: 'UNKNOWN' }],
  ])('say why it is not there: %j', (extensions, mark) => {
    const errors = [{ message: 'no', path: ['city', 'coverage'], extensions }];
    expect(marked(null, { errors, path: ['city', 'coverage', 'total'] })).toEqual({ value: null, marks: [mark] });
    expect(markOfGap(errors, ['city', 'name'])).toBeUndefined();
    expect(markOfGap(errors, ['city'])).toBeUndefined();
  });

  it('are read from where the number stands, also where something on the way is missing', () => {
    const data = { city: { districts: [{ coverage: { total: 7, basis: PERTURBED } }, { coverage: null }] } };
    const errors = [
      {
        message: 'no',
        path: ['city', 'districts', 1, 'coverage'],
        extensions: { code: 'SUBGRAPH_OPEN', service: 'workers' },
      },
    ];
    const at = (index: number) => figureAt({ data, errors }, ['city', 'districts', index, 'coverage', 'total']);
    expect(at(0)).toMatchObject({ value: 7, marks: [{ kind: 'PERTURBED', noise: 10 }, { kind: 'MONTH' }] });
    expect(at(1)).toEqual({ value: null, marks: [{ kind: 'ABSENT', agency: 'workers' }] });
    expect(at(2)).toEqual({ value: null, marks: [] });
    expect(figureAt({ data: null, errors: [] }, ['city', 'participants'])).toEqual({ value: null, marks: [] });
  });

  it('know a masked text by its stars', () => {
    expect(['3275********0001', 'S***** W*****', '********'].map(isMaskedText)).toEqual([true, true, true]);
    expect(['Bekasi Timur', 'a*b', '2025-12-01'].map(isMaskedText)).toEqual([false, false, false]);
  });
});

describe('a sum', () => {
  it('of exact numbers is exact', () => {
    expect(sumOf([marked(9, { basis: EXACT }), marked(1, { basis: EXACT })])).toEqual({
      value: 10,
      marks: [{ kind: 'EXACT' }],
    });
  });

  it('of perturbed numbers says of how many, and how far it may be off: zeros were not moved', () => {
    const parts = [100, 200, 0, 300, 400].map((value) => marked(value, { basis: PERTURBED }));
    expect(sumOf(parts)).toEqual({
      value: 1000,
      marks: [
        { kind: 'SUMMED', parts: 4, deviation: 6 },
        { kind: 'MONTH', month: '2025-12' },
      ],
    });
  });

  it('of one perturbed number and exact ones is as far off as that one, and not called exact', () => {
    expect(sumOf([marked(100, { basis: PERTURBED }), marked(1, { basis: EXACT })]).marks).toEqual([
      { kind: 'PERTURBED', noise: 10 },
      { kind: 'MONTH', month: '2025-12' },
    ]);
  });

  it('is not there where a part is not: without it, it would be too small', () => {
    const missing = { value: null, marks: [{ kind: 'ABSENT', agency: 'groups' }] } as const;
    expect(sumOf([marked(9), missing])).toEqual(missing);
  });
});

describe('the legend', () => {
  it('has each mark once, in one order', () => {
    const all = [
      ...marked(1, { basis: PERTURBED }).marks,
      ...marked(2, { basis: EXACT }).marks,
      ...marked(3, { basis: PERTURBED }).marks,
    ];
    expect(distinct(all).map(({ kind }) => kind)).toEqual(['EXACT', 'PERTURBED', 'MONTH']);
  });

  it('names a month as the reader writes it', () => {
    expect(wordsOfMark({ kind: 'MONTH', month: '2025-12' }, () => 'Desember 2025')).toEqual({
      word: 'mark.MONTH.word',
      says: 'mark.MONTH.says',
      values: { month: 'Desember 2025' },
    });
  });
});
