/** Which records of the audit are looked at: those of a span of days, so that a question costs what its span does. */
import { subgraphFault } from '../errors.ts';
import type { FilterCondition } from '../data/filter.ts';
import { boundsInOrder } from '../data/ranges.ts';

const DAY_MS = 86_400_000;
/** The longest span, days: a month and its first day. */
const MOST_DAYS = 31;
/** The span where none is stated, days: a week. */
const USUAL_DAYS = 7;
/** Jakarta has no summer time. */
const JAKARTA_MS = 7 * 3_600_000;

interface Span {
  readonly from?: Date | null;
  /** Excluded. */
  readonly to?: Date | null;
}

/**
 * Records are kept in UTC, where text sorts as time does.
 * @returns the condition of records at `from` or later and before `to`; an absent bound does not bind
 * @throws CodedError BAD_RANGE
 */
export function recordedBetween({ from, to }: Span): FilterCondition {
  const [start, end] = [from?.toISOString(), to?.toISOString()];
  if (start === undefined && end === undefined) return {};
  boundsInOrder('time', start, end);
  return { 'record.at': { ...(start !== undefined && { $gte: start }), ...(end !== undefined && { $lt: end }) } };
}

/**
 * Without `to` the condition has no upper bound, and `from` stands at the beginning of a day: the cursors of a page, which are bound to
 * the condition, then hold all day.
 * @param now ms since 1970
 * @returns the condition of a span of `MOST_DAYS` at most; the last week where no beginning is stated
 * @throws CodedError BAD_RANGE, LONG_SPAN
 */
export function recordedWithin({ from, to }: Span, now: number): FilterCondition {
  const end = to?.getTime() ?? now;
  const start = from ?? new Date(beginningOfDay(end - 1) - (USUAL_DAYS - 1) * DAY_MS);
  const days = (end - start.getTime()) / DAY_MS;
  if (days > MOST_DAYS) throw subgraphFault('LONG_SPAN', `expected at most ${MOST_DAYS} days, got ${Math.ceil(days)}`);
  return recordedBetween({ from: start, ...(to != null && { to }) });
}

/** @param at ms since 1970 @returns when its day began in Jakarta */
const beginningOfDay = (at: number): number => Math.floor((at + JAKARTA_MS) / DAY_MS) * DAY_MS - JAKARTA_MS;
