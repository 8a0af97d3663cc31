/** A published figure, worked out again beside what was published. */
import { globalId } from '../../data/global-id.ts';
import { basisOfFigure, computedFigure, remarkOfFigure } from '../figures.ts';
import type { PublishedFigureResolvers } from '../resolver-types.ts';

/** `PublishedFigure`: the computed side. @throws from its fields CodedError COUNTS_MISSING, NO_RATE */
export const fundingPublishedFigureResolvers: PublishedFigureResolvers = {
  __resolveReference: (reference) => reference,
  id: globalId('PublishedFigure', 'code'),
  computed: ({ code, city }, _args, { load }) => computedFigure(code, city, load),
  computedBasis: ({ code, city }) => basisOfFigure(code, city),
  computedRemark: ({ code }) => remarkOfFigure(code)?.english ?? null,
  computedRemarkId: ({ code }) => remarkOfFigure(code)?.indonesian ?? null,
};
