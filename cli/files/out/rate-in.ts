/** Looks up the contribution rate of a sector in a month. */
import { filesOutFault } from './errors.ts';
import type { Rate } from './report.ts';

/** @throws CodedError RATE_MISSING */
export function rateIn<Kind extends Rate>(rates: readonly Kind[], sector: string, month: string): Kind {
  const rate = rates.find((one) => one.sector === sector && one.from <= month && (one.to === null || month <= one.to));
  if (rate === undefined) throw filesOutFault('RATE_MISSING', `expected a rate of ${sector} in ${month}`);
  return rate;
}
