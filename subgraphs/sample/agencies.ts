/** Agencies that the published facts name, and those that own the groups. Contacts are invented (`.example` is reserved). */
import type { Agency, PublishedFigure } from '../agencies/models.ts';

type Row = readonly [code: string, name: string, kind: string, roles: string[], subgraph?: string];

const ROWS: readonly Row[] = [
  ['BKPSDM', 'Badan Kepegawaian dan Pengembangan Sumber Daya Manusia', 'DINAS', ['DATA_OWNER'], 'groups'],
  ['BPJSTK', 'BPJS Ketenagakerjaan', 'BUMN', ['INSURER']],
  ['BPKAD', 'Badan Pengelolaan Keuangan dan Aset Daerah', 'DINAS', ['FUNDER', 'DATA_OWNER'], 'funding'],
  ['DINKES', 'Dinas Kesehatan', 'DINAS', ['DATA_OWNER']],
  ['DINSOS', 'Dinas Sosial', 'DINAS', ['VERIFIER', 'DATA_OWNER']],
  ['DISDIK', 'Dinas Pendidikan', 'DINAS', ['DATA_OWNER']],
  ['DISHUB', 'Dinas Perhubungan', 'DINAS', ['VERIFIER', 'DATA_OWNER']],
  ['DISKOMINFO', 'Dinas Komunikasi, Informatika, Statistik dan Persandian', 'DINAS', ['DATA_OWNER'], 'agencies'],
  ['DISKOPUKM', 'Dinas Koperasi, Usaha Kecil dan Menengah', 'DINAS', ['VERIFIER', 'DATA_OWNER']],
  ['DISNAKER', 'Dinas Tenaga Kerja', 'DINAS', ['DATA_OWNER'], 'workers'],
  ['DP3A', 'Dinas Pemberdayaan Perempuan dan Perlindungan Anak', 'DINAS', ['DATA_OWNER']],
  ['OJOL_1', 'Mitra ojek daring pertama', 'PARTNER', ['VERIFIER']],
  ['OJOL_2', 'Mitra ojek daring kedua', 'PARTNER', ['VERIFIER']],
  ['SATPOLPP', 'Satuan Polisi Pamong Praja', 'DINAS', ['DATA_OWNER']],
  ['SETDA', 'Sekretariat Daerah, Bagian Tata Pemerintahan', 'SECRETARIAT', ['DATA_OWNER']],
];

/** Fifteen agencies: every role and kind. */
export const sampleAgencies: readonly Agency[] = ROWS.map(([_id, name, kind, roles, subgraph = null]) => ({
  _id,
  name,
  kind,
  roles,
  subgraph,
  contact: `${_id.toLowerCase().replace('_', '-')}@kotabekasi.example`,
}));

type Figure = readonly [
  code: string,
  title: string,
  titleId: string,
  unit: PublishedFigure['unit'],
  value: number | string | null,
  text: string,
  source: string,
  date: string,
];

const CITY = 'Pemerintah Kota Bekasi, peluncuran SIGAP';
const BUDGET = 'Pemerintah Kota Bekasi, APBD 2025';
const REGULATION = 'Tarif BPU terendah PP 44/2015, dihitung untuk 11.666 peserta';

const FIGURES: readonly Figure[] = [
  [
    'SIGAP_LAUNCH',
    'SIGAP was launched',
    'SIGAP diluncurkan',
    'DATE',
    '2025-11-05',
    '5 November 2025',
    CITY,
    '2025-11-05',
  ],
  [
    'SIGAP_PARTICIPANTS',
    'SIGAP participants, first stage',
    'Peserta SIGAP tahap pertama',
    'PEOPLE',
    11_666,
    '11.666',
    CITY,
    '2025-11-05',
  ],
  [
    'OTHER_PARTICIPANTS',
    'Other participants, not civil servants',
    'Peserta lain, non-ASN',
    'PEOPLE',
    43_000,
    '43.000',
    CITY,
    '2025-11-05',
  ],
  [
    'PARTICIPANTS_TOGETHER',
    'Participants together',
    'Peserta seluruhnya',
    'PEOPLE',
    54_666,
    'sekitar 54 ribu',
    CITY,
    '2025-11-05',
  ],
  [
    'CITY_COVERAGE',
    'City coverage of BPJS Ketenagakerjaan',
    'Cakupan BPJS Ketenagakerjaan kota',
    'PERCENT',
    44,
    '44 %',
    CITY,
    '2025-11-05',
  ],
  [
    'ELIGIBLE_DECILES',
    'Eligible welfare deciles',
    'Desil yang layak',
    'TEXT',
    null,
    'desil 1 sampai 5',
    CITY,
    '2025-11-05',
  ],
  [
    'BUDGET_2025',
    'City budget 2025 for the programme, to December 2025',
    'APBD 2025 untuk program, sampai Desember 2025',
    'RUPIAH',
    580_000_000,
    'Rp580 juta',
    BUDGET,
    '2025-11-05',
  ],
  [
    'CONTRIBUTION_2025',
    'Three months of 11,666 x Rp16,800',
    'Tiga bulan 11.666 x Rp16.800',
    'RUPIAH',
    587_966_400,
    'Rp587.966.400',
    REGULATION,
    '2025-11-05',
  ],
  [
    'SHORTFALL_2025',
    'More than the budget by',
    'Melebihi anggaran sebesar',
    'RUPIAH',
    7_966_400,
    'Rp7.966.400',
    REGULATION,
    '2025-11-05',
  ],
  [
    'VERIFYING_PARTIES',
    'Verifying parties',
    'Pihak yang memverifikasi',
    'TEXT',
    null,
    'Dinas Sosial, Dinas Koperasi & UMKM, Dinas Perhubungan, mitra ojek daring',
    CITY,
    '2025-11-05',
  ],
];

/** @param city code of the city @returns the published figures, in the order of the list */
export const figuresOf = (city: string): PublishedFigure[] =>
  FIGURES.map(([_id, title, titleId, unit, value, text, source, date], position) => ({
    _id,
    title,
    titleId,
    unit,
    value,
    text,
    source,
    date,
    city,
    position,
  }));
