/** Whose contribution falls due by a month: the next month that is not paid, how many there are, and what they come to by the rates of each. */
import { inFull } from './in-full.ts';
import { monthsFrom, nextMonth } from './months.ts';
import { rateIn } from './rate-in.ts';
import type { Rate, Report } from './report.ts';

interface Answer {
  readonly contributionRates: readonly (Rate & { readonly total: number })[];
  readonly workers: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly {
      readonly id: string;
      readonly name: string;
      readonly sector: string;
      readonly membership: { readonly kpj: string; readonly from: string; readonly paidThrough: string | null };
    }[];
  };
}

const SECTORS: Readonly<Record<string, string>> = { TRANSPORT: 'Transportasi', OTHER: 'Lainnya' };

/**
 * @param month contributions of it and of earlier months are due
 * @param statuses of workers; those whom the programme pays for when empty
 */
export function contributionDueReport(month: string, statuses: readonly string[]): Report<Answer> {
  return {
    question: 'contribution-due',
    variables: { month, ...(statuses.length > 0 && { statuses }) },
    title: `Iuran jatuh tempo sampai ${month}`,
    titles: [
      ...['ID SIGAP', 'KPJ', 'Nama', 'Sektor', 'Lunas Sampai'],
      ...['Bulan Berikutnya', 'Jumlah Bulan', 'Jumlah Iuran (Rp)'],
    ],
    persons: true,
    pageOf: ({ workers }) => workers.pageInfo,
    rowsOf: ({ contributionRates, workers }) => ({
      leftOut: [],
      rows: workers.nodes.map(({ id, name, sector, membership: { kpj, from, paidThrough } }) => {
        const next = paidThrough === null ? from.slice(0, 7) : nextMonth(paidThrough);
        const months = monthsFrom(next, month);
        const amount = months.reduce((sum, one) => sum + rateIn(contributionRates, sector, one).total, 0);
        const who = [id, inFull('kpj', kpj), inFull('name', name), SECTORS[sector] ?? sector];
        return [...who, paidThrough, next, months.length, amount];
      }),
    }),
  };
}
