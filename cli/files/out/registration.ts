/** The registration file for BPJS Ketenagakerjaan: those of a batch who are found eligible. */
import { inFull } from './in-full.ts';
import { rateIn } from './rate-in.ts';
import type { Rate, Report } from './report.ts';

interface Answer {
  readonly contributionRates: readonly (Rate & {
    readonly jkk: number;
    readonly jkm: number;
    readonly wageClass: number;
  })[];
  readonly workers: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly Person[];
  };
}

interface Person {
  readonly id: string;
  readonly nik: string | null;
  readonly name: string;
  readonly birthDate: string | null;
  readonly occupation: string;
  readonly sector: string;
}

/** What the insurer calls occupations, as the SDL has them in Indonesian. */
export const OCCUPATIONS: Readonly<Record<string, string>> = {
  OJEK: 'Pengemudi ojek',
  CONSTRUCTION: 'Buruh bangunan',
  BECAK: 'Penarik becak',
  PKL: 'Pedagang kaki lima',
  DRIVER: 'Sopir',
  DAY_LABOURER: 'Buruh harian lepas',
};

/**
 * @param batch month of the batch, whose rates hold
 * @param statuses of workers; those that are found eligible when empty
 */
export function registrationReport(batch: string, statuses: readonly string[]): Report<Answer> {
  return {
    question: 'registration-file',
    variables: { batch, ...(statuses.length > 0 && { statuses }) },
    title: `Pendaftaran BPJS Ketenagakerjaan, gelombang ${batch}`,
    titles: ['ID SIGAP', 'NIK', 'Nama', 'Tanggal Lahir', 'Pekerjaan', 'Dasar Upah', 'Program'],
    persons: true,
    pageOf: ({ workers }) => workers.pageInfo,
    rowsOf: ({ contributionRates, workers }) => ({
      rows: workers.nodes.filter(isWhole).map(({ id, nik, name, birthDate, occupation, sector }) => {
        const { jkk, jkm, wageClass } = rateIn(contributionRates, sector, batch);
        const programmes = [...(jkk > 0 ? ['JKK'] : []), ...(jkm > 0 ? ['JKM'] : [])].join(' ');
        const whole = [inFull('nik', nik), inFull('name', name), inFull('birthDate', birthDate)];
        return [id, ...whole, OCCUPATIONS[occupation] ?? occupation, wageClass, programmes];
      }),
      leftOut: workers.nodes.filter((person) => !isWhole(person)).map(({ id }) => id),
    }),
  };
}

/** The insurer registers nobody without a valid NIK or a date of birth. */
const isWhole = (person: Person): person is Person & { readonly nik: string; readonly birthDate: string } =>
  person.nik !== null && person.birthDate !== null;
