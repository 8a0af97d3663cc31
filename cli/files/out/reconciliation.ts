/** The reconciliation by period: what was billed and paid in each month, for how many, and how it differs from the roster and what it costs. */
import { filesOutFault } from './errors.ts';
import { monthsFrom } from './months.ts';
import type { Report } from './report.ts';

interface Answer {
  readonly programme: {
    readonly participants: number | null;
    readonly liability: { readonly periods: readonly { readonly period: string; readonly amount: number }[] } | null;
    readonly batches: readonly {
      readonly period: string;
      readonly participants: number;
      readonly amount: number;
      readonly paid: number;
      readonly status: string;
    }[];
  } | null;
}

const STATUSES: Readonly<Record<string, string>> = {
  OPEN: 'Belum dibayar',
  PARTLY_PAID: 'Dibayar sebagian',
  PAID: 'Lunas',
};
const NO_BILL = { participants: 0, amount: 0, paid: 0, status: 'Tanpa tagihan' };

/** @param from first month @param to last month */
export function reconciliationReport(programme: string, from: string, to: string): Report<Answer> {
  return {
    question: 'reconciliation-by-period',
    variables: { programme, from, to },
    title: `Rekonsiliasi ${programme}, ${from} sampai ${to}; peserta dan kewajiban menurut catatan saat ini`,
    titles: [
      ...['Periode', 'Peserta Ditagih', 'Peserta Terdaftar', 'Selisih Peserta'],
      ...[
        'Kewajiban (Rp)',
        'Ditagih (Rp)',
        'Dibayar (Rp)',
        'Belum Dibayar (Rp)',
        'Ditagih Kurang Kewajiban (Rp)',
        'Status',
      ],
    ],
    persons: false,
    rowsOf: ({ programme: found }) => {
      if (found?.participants == null || found.liability === null) throw filesOutFault('PROGRAMME_MISSING', programme);
      const { participants, liability, batches } = found;
      const rows = monthsFrom(from, to).map((period) => {
        const bill = batches.find((batch) => batch.period === period) ?? NO_BILL;
        const cost = liability.periods.find((one) => one.period === period)?.amount ?? 0;
        const people = [bill.participants, participants, bill.participants - participants];
        const money = [cost, bill.amount, bill.paid, bill.amount - bill.paid, bill.amount - cost];
        return [period, ...people, ...money, STATUSES[bill.status] ?? bill.status];
      });
      return { rows, leftOut: [] };
    },
  };
}
