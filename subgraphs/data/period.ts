/** Months as `YYYY-MM`: as text they sort by time. */
import { subgraphFault } from '../errors.ts';

const MONTHS_AT_MOST = 60;
/** The form of a month, from `2000-01` to `2099-12`. */
export const MONTH = /^20\d{2}-(0[1-9]|1[0-2])$/;

/** @returns true for a month from `2000-01` to `2099-12` */
export const isPeriod = (text: string): boolean => MONTH.test(text);

/** @returns the month after */
function nextPeriod(period: string): string {
  const year = Number(period.slice(0, 4));
  const month = Number(period.slice(5));
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}

/** @returns every month from `from` to `to`, both included @throws CodedError BAD_PERIOD_RANGE for none or more than 60 */
export function periodsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = nextPeriod(month)) {
    if (months.push(month) > MONTHS_AT_MOST) break;
  }
  if (months.length === 0 || months.length > MONTHS_AT_MOST) {
    throw subgraphFault('BAD_PERIOD_RANGE', `expected 1 to ${MONTHS_AT_MOST} months, got ${from} to ${to}`);
  }
  return months;
}
