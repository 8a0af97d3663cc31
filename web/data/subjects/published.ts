/** Figures that the city has published, each beside what the graph computes. */
import type { Measure } from '../../address/data-view.ts';
import type { Branch, Count, Unit } from '../branch.ts';

const UNITS = { people: 'whole', rupiah: 'rupiah', percent: 'percent', date: 'day' } as const satisfies Record<
  string,
  Unit['writing']
>;

export const publishedBranches = (): readonly Branch[] => [
  {
    field: 'publishedFigures',
    many: 'LIST',
    as: 'ROW',
    texts: [
      { column: 'titleEn', field: ['title'] },
      { column: 'titleId', field: ['titleId'] },
      { column: 'words', field: ['text'] },
      { column: 'remarkEn', field: ['computedRemark'] },
      { column: 'remarkId', field: ['computedRemarkId'] },
      { column: 'source', field: ['source'] },
      { column: 'date', field: ['date'] },
    ],
    counts: [measured('published'), measured('computed')],
    basis: ['computedBasis'],
  },
];

const measured = (measure: Measure & ('published' | 'computed')): Count => ({
  measure,
  field: [measure],
  units: Object.entries(UNITS).map(([unit, writing]) => ({
    field: [measure, unit],
    writing,
    // The one computed share is of the workforce, which is an estimate.
    ...(measure === 'computed' && writing === 'percent' && { estimate: true }),
  })),
  ...(measure === 'published' && { basis: 'NONE' as const }),
});
