/** What is counted about workers and their verifications: the cells that `coverage.ts` and `funnel.ts` add up. */
import type { Source } from '../counts/materialized-counts.ts';
import { MONTHS_IN_ROW } from '../counts/months-in-row.ts';
import type { Tally } from '../counts/tally.ts';
import type { WorkerModels } from './models.ts';

/** Workers of one village who are alike in all that is counted; `months` is at most SAFE_MONTHS. */
export interface WorkerCell extends Tally {
  readonly occupation: string;
  readonly sector: string;
  readonly decileBand: string;
  readonly status: string;
  readonly insurerStatus?: string | null;
  readonly months?: number | null;
}

/** Verifications of one bucket that are alike in all that is counted. */
export interface VerificationCell extends Tally {
  readonly agency: string;
  readonly verdict: string;
  /** `YYYY-MM-DD`; only while pending, since the age then grows without a write. */
  readonly requestedOn?: string | null;
  /** Days from request to answer; null while pending. */
  readonly days?: number | null;
}

const PENDING = { $eq: ['$verdict', 'PENDING'] };

/** Whole days, from the text of two days. */
const DAYS = {
  $dateDiff: {
    startDate: { $dateFromString: { dateString: '$requestedOn' } },
    endDate: { $dateFromString: { dateString: '$answeredOn' } },
    unit: 'day',
  },
};

/** @returns two sources: workers by village, verifications by bucket */
export function workerSources({ Worker, Verification }: WorkerModels): Source[] {
  return [
    {
      name: 'workers',
      model: Worker as never,
      partition: 'village',
      cell: {
        occupation: '$occupation',
        sector: '$sector',
        decileBand: '$decileBand',
        status: '$status',
        insurerStatus: '$membership.insurerStatus',
        months: MONTHS_IN_ROW,
      },
    },
    {
      name: 'verifications',
      model: Verification as never,
      partition: 'bucket',
      cell: {
        agency: '$agency',
        verdict: '$verdict',
        requestedOn: { $cond: [PENDING, '$requestedOn', null] },
        days: { $cond: [PENDING, null, DAYS] },
      },
    },
  ];
}
