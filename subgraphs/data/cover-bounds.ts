/** When cover may begin, end and be paid: one rule for the insurer's lists and for files. docs/lifecycle-of-a-worker.md tells it. */
import { monthsAfter } from './period.ts';

/** Months that may be paid ahead. */
const MONTHS_AHEAD = 12;
/** PP 44/2015 holds from this month: before it nobody without a wage could be insured, and no contribution has a rate. */
const FIRST_MONTH = '2015-07';

/** @param today `YYYY-MM-DD` @returns the last month, `YYYY-MM`, in which a card that is stated today may begin to cover */
export const lastMonthToBegin = (today: string): string => monthsAfter(today, 1);

/** @param today `YYYY-MM-DD` @returns the last month that may be paid */
export const lastMonthToPay = (today: string): string => monthsAfter(today, MONTHS_AHEAD);

/** What a file says of a membership, and what stands there otherwise. */
interface Cover {
  readonly from: string;
  readonly to: string | null;
  readonly insurerStatus: string;
  readonly paidThrough: string | null;
}

/**
 * @param cover the membership as a file would leave it @param today `YYYY-MM-DD` @param isBegun whether its first day stands already, however early it is
 * @returns the column whose value does not fit the others; undefined where all fit
 */
export function outOfBounds(
  cover: Cover,
  today: string,
  isBegun: boolean,
): 'coverFrom' | 'coverTo' | 'insurerStatus' | 'paidThrough' | undefined {
  const { from, to, insurerStatus, paidThrough } = cover;
  const first = from.slice(0, 7);
  if (!isBegun && (first < FIRST_MONTH || first > lastMonthToBegin(today))) return 'coverFrom';
  if (to === null ? insurerStatus === 'CLOSED' : to < from || to > today) return 'coverTo';
  if (to !== null && ['ACTIVE', 'PENDING'].includes(insurerStatus)) return 'insurerStatus';
  if (paidThrough !== null && (paidThrough < first || paidThrough > lastMonthToPay(today))) return 'paidThrough';
  return undefined;
}
