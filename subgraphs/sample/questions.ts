/** Three saved questions that the walidata have published, so that the shelf of published ones is not empty. */
import type { KeptQuestion } from '../agencies/questions/saved-question.ts';

const BASIS = 'basis { month exactness noise }';

interface Plain {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly document: string;
  readonly variables?: object;
}

const PLAIN: readonly Plain[] = [
  {
    id: '7a0c1d52-3b1e-4c55-9d7e-1f6a2b9c0d01',
    title: 'Pedagang kaki lima desil 1 dan 2 di tiap kecamatan / Vendors of deciles 1 and 2 in each district',
    why: 'Untuk rapat sasaran bulanan / For the monthly meeting on targets',
    document: `query PoorestVendorsByDistrict($month: Period) {
  areasByCoverage(level: DISTRICT, sort: CODE, month: $month) {
    district { code name }
    coverage {
      breakdown(by: [OCCUPATION, DECILE_BAND], filter: { occupations: [PKL], decileBands: [D1_2] }) {
        occupation decileBand total covered coverageRate ${BASIS}
      }
    }
  }
}`,
  },
  {
    id: '7a0c1d52-3b1e-4c55-9d7e-1f6a2b9c0d02',
    title: 'Permintaan verifikasi yang menunggu, bulan demi bulan / Pending verifications, month by month',
    why: 'Untuk memantau tunggakan / To watch the backlog',
    document: `query PendingByMonth($from: Period, $to: Period) {
  city {
    funnelHistory(from: $from, to: $to) {
      month
      funnel { asked answered pending ${BASIS} }
      change { asked answered pending }
    }
  }
}`,
    variables: { from: '2025-08' },
  },
  {
    id: '7a0c1d52-3b1e-4c55-9d7e-1f6a2b9c0d03',
    title: 'Kewajiban iuran 2026 per bulan / Contributions due in 2026, month by month',
    why: 'Untuk penyusunan anggaran 2026 / For the budget of 2026',
    document: `query LiabilityByMonth($programme: ID!, $from: Period!, $to: Period!) {
  programme(code: $programme) {
    name
    liability(from: $from, to: $to) { total participants periods { period amount } }
  }
}`,
    variables: { programme: 'SIGAP', from: '2026-01', to: '2026-12' },
  },
];

/** The account that a sample has nobody behind. */
const ACCOUNT = 'user:sample';
const AGENCY = 'DISKOMINFO';
const SAVED_AT = '2025-12-31T03:00:00.000Z';

/** In the order of their ids. */
export const sampleQuestions: readonly KeptQuestion[] = PLAIN.map(({ id, title, why, document, variables = {} }) => {
  const version = {
    version: 1,
    title,
    document,
    variables: JSON.stringify(variables),
    view: null,
    shelf: 'PUBLISHED' as const,
    why,
    savedAt: SAVED_AT,
    savedBy: ACCOUNT,
  };
  return { _id: id, ...version, author: ACCOUNT, agency: AGENCY, createdAt: SAVED_AT, versions: [version] };
});
