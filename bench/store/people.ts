/** Documents of the shape that workers have, made from their number alone. */
import type { Document } from 'mongodb';

const DISTRICTS = 12;
export const STATUSES = ['ACTIVE', 'CANDIDATE', 'SUSPENDED', 'EXITED'] as const;

/** The indexes that pages, tokens and dates of people are read by. */
export const INDEXES: Record<string, 1>[] = [
  { token: 1 },
  { enrolledOn: 1, _id: 1 },
  { status: 1, enrolledOn: 1, _id: 1 },
  { district: 1, status: 1, enrolledOn: 1, _id: 1 },
];

const token = (i: number): string => `t${((i * 2_654_435_761) % 2 ** 32).toString(36)}-${i.toString(36)}`;
const day = (i: number): string => new Date(Date.UTC(2019, 0, 1) + (i % 2200) * 86_400_000).toISOString().slice(0, 10);

export function personOf(i: number): Document {
  const status = STATUSES[Math.floor(i / DISTRICTS) % STATUSES.length]!;
  return {
    _id: idOf(i),
    name: `Pekerja ${i}`,
    nik: Buffer.alloc(44, i % 251),
    phone: Buffer.alloc(40, i % 249),
    token: tokenOf(i),
    birthDate: day(i * 7),
    occupation: `occupation-${i % 40}`,
    sector: `sector-${i % 12}`,
    village: `village-${i % 200}`,
    district: sampleDistrictOf(i),
    decileAtEnrolment: { decile: (i % 10) + 1, edition: '2024' },
    decileNow: null,
    decileBand: i % 10 < 4 ? 'D1_D4' : 'D5_D10',
    status,
    exitReason: null,
    history: [
      { status: 'CANDIDATE', on: day(i) },
      { status, on: day(i + 30) },
    ],
    enrolledOn: day(i),
    batch: `batch-${i % 60}`,
    membership: {
      kpj: Buffer.alloc(39, i % 247),
      programmes: ['JKK', 'JKM'],
      from: day(i),
      to: null,
      insurerStatus: 'ACTIVE',
      paidThrough: day(i + 60),
      monthsInRow: i % 36,
    },
    problems: [],
  };
}

export const idOf = (i: number): string => `worker-${String(i).padStart(8, '0')}`;
export const tokenOf = (i: number): string => token(i);
export const sampleDistrictOf = (i: number): string => `district-${i % DISTRICTS}`;
