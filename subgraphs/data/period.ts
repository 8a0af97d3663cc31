/** Months as `YYYY-MM`: as text they sort by time. */
import { subgraphFault } from '../errors.ts';

const MONTHS_AT_MOST = 60;
/** The form of a month, from `2000-01` to `2099-12`. */
export const MONTH = /^20\d{2}-(0[1-9]|1[0-2])$/;

/** @returns true for a month from `2000-01` to `2099-12` */
export const isPeriod = (text: string): boolean => MONTH.test(text);

/** @param day `YYYY-MM` or `YYYY-MM-DD` @returns months since the year 0: what months are counted with */
const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** @param day `YYYY-MM` or `YYYY-MM-DD` @returns the month so many months later, or earlier */
export function monthsAfter(day: string, count: number): string {
  const months = monthNumber(day) + count;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** @param from, to `YYYY-MM` or `YYYY-MM-DD` @returns how many months the second is later than the first */
export const monthsBetween = (from: string, to: string): number => monthNumber(to) - monthNumber(from);

/** @returns every month from `from` to `to`, both included @throws CodedError BAD_PERIOD_RANGE for none or more than 60 */
export function periodsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthsAfter(month, 1)) {
    if (months.push(month) > MONTHS_AT_MOST) break;
  }
  if (months.length === 0 || months.length > MONTHS_AT_MOST) {
    throw subgraphFault('BAD_PERIOD_RANGE', `expected 1 to ${MONTHS_AT_MOST} months, got ${from} to ${to}`);
  }
  return months;
}
