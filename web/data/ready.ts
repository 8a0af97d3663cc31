/** Shipped questions that the view can ask itself: opened as a choice, so that the reader can go on from there. */
import type { DataState } from '../address/data-view.ts';

/** By the name of the question. */
export const READY: Readonly<Record<string, Partial<DataState>>> = {
  'coverage-by-district': { by: ['district'], sort: 'coverageRate' },
  'poorest-vendors': { by: ['occupation', 'band'], area: '32.75.01', occupation: 'PKL', band: 'D1_2' },
  'slowest-agency': {
    subject: 'verification',
    by: ['agency'],
    measures: ['answered', 'pending', 'medianDays', 'p90Days', 'lateRate'],
    sort: '-medianDays',
    shown: 'medianDays',
  },
  'paid-against-budget': {
    subject: 'money',
    by: ['month'],
    shown: 'paidToDate',
    measures: ['billed', 'paid', 'unpaid', 'paidToDate', 'remaining', 'ceiling'],
  },
  'double-funding-cost': { subject: 'double-funding', by: ['month'], sort: '-month' },
  'coverage-by-month': { by: ['month'] },
  'eligible-not-covered': {
    by: ['village'],
    measures: ['total', 'covered', 'eligibleNotCovered'],
    sort: '-eligibleNotCovered',
    shown: 'eligibleNotCovered',
  },
  'verification-funnel': { subject: 'verification', by: ['agency', 'verdict'] },
};
