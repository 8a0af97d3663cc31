/** Where the words of the help page lead: views of this page, each in a state that shows what is spoken of. */
import { dataHref } from '../address/data-view.ts';
import { hrefOf } from '../address/route.ts';
import { writeState } from '../address/view-state.ts';
import { QUERY_SHAPE } from '../query/query-view.ts';
import { READY } from '../data/ready.ts';

export const LINKS = {
  overview: hrefOf('overview'),
  data: hrefOf('data'),
  query: hrefOf('query'),
  taken: hrefOf('query', writeState(QUERY_SHAPE, { question: 'who-took-personal-data' })),
  ranked: dataHref(READY['coverage-by-district']!),
  vendors: dataHref(READY['poorest-vendors']!),
  slowest: dataHref(READY['slowest-agency']!),
  budget: dataHref(READY['paid-against-budget']!),
  twice: dataHref(READY['double-funding-cost']!),
  heat: dataHref({ by: ['occupation', 'band'], as: 'heat' }),
  months: dataHref({ by: ['month'], as: 'lines' }),
  published: dataHref({ subject: 'published' }),
} as const;

export type LinkName = keyof typeof LINKS;
