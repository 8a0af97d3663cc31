/** Programmes, the budget, the rates of PP 44/2015 and PP 50/2025, and the bills and payments of October to December 2025. */
import type { Budget, ContributionBatch, ContributionRate, Payment, Programme } from '../funding/models.ts';

/** The two programmes that the city pays for. */
export const programmes: readonly Programme[] = [
  { _id: 'NON_ASN', name: 'Perlindungan pengabdi kota non-ASN', launchedOn: null, funder: 'BPKAD', insurer: 'BPJSTK' },
  { _id: 'SIGAP', name: 'Siap Jaga Pekerja Informal', launchedOn: '2025-11-05', funder: 'BPKAD', insurer: 'BPJSTK' },
];

const CEILING = 580_000_000n;
/** The account code is made up; the city has not published it. */
const budget: Budget = {
  _id: 'SIGAP-2025',
  programme: 'SIGAP',
  year: 2025,
  accountCode: '5.1.02.02.003.00000',
  from: '2025-10',
  to: '2025-12',
  ceiling: CEILING,
};
/** One budget: the published Rp580,000,000 for October to December 2025. */
export const budgets: readonly Budget[] = [budget];

/** Lowest BPU class: JKK Rp10,000 and JKM Rp6,800 a month. */
const LOWEST = { jkk: 10_000n, jkm: 6_800n } as const;
const FULL = 'PP 44/2015';
const HALF = 'PP 50/2025';

type Row = readonly [sector: string, from: string, to: string | null, discountPercent: number, legalBasis: string];
const RATES: readonly Row[] = [
  ['OTHER', '2015-07', '2026-03', 0, FULL],
  ['OTHER', '2026-04', '2026-12', 50, HALF],
  ['OTHER', '2027-01', null, 0, FULL],
  ['TRANSPORT', '2015-07', '2025-12', 0, FULL],
  ['TRANSPORT', '2026-01', '2027-03', 50, HALF],
  ['TRANSPORT', '2027-04', null, 0, FULL],
];

/** The rates of the lowest class by sector and months, in rupiah. */
export const contributionRates: readonly ContributionRate[] = RATES.map(
  ([sector, from, to, discountPercent, legalBasis]) => ({
    _id: `${sector}-${from}`,
    sector,
    from,
    to,
    ...LOWEST,
    discountPercent,
    legalBasis,
  }),
);

const MONTHS = [
  ['2025-10', '2025-11-14'],
  ['2025-11', '2025-12-05'],
  ['2025-12', '2025-12-22'],
] as const;
const MONTHLY = LOWEST.jkk + LOWEST.jkm;

/** @param participants on the roster @returns a bill for each month, in rupiah */
export function batchesOf(participants: number): ContributionBatch[] {
  return MONTHS.map(([period]) => ({
    _id: `SIGAP-${period}`,
    programme: 'SIGAP',
    period,
    participants,
    amount: MONTHLY * BigInt(participants),
    insurer: 'BPJSTK',
  }));
}

/** @returns payments of the bills in their order, until the ceiling is reached */
export function paymentsOf(batches: readonly ContributionBatch[]): Payment[] {
  let left = CEILING;
  return batches.flatMap(({ _id, period, amount }, at) => {
    const paid = left < (amount as bigint) ? left : (amount as bigint);
    left -= paid;
    const [, paidOn] = MONTHS[at]!;
    if (paid === 0n) return [];
    return [
      {
        _id: `P-${period}`,
        programme: 'SIGAP',
        batch: _id,
        budget: budget._id,
        period,
        paidOn,
        amount: paid,
        reference: `SP2D/${period}/0001`,
      },
    ];
  });
}
