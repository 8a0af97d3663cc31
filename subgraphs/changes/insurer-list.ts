/** What the insurer's lists say of one membership: a card that was issued, months that were paid. Workers and members are insured alike. */
import type { ChangeParts } from './change-parts.ts';
import { isPeriod, monthsAfter } from '../data/period.ts';
import { lastMonthToPay } from '../data/cover-bounds.ts';
import { changeFault } from './errors.ts';

/** Work accident and death: what the programmes pay for. */
const PROGRAMMES = ['JKK', 'JKM'];
/** Months of one row: two years. */
const MOST_MONTHS = 24;

/** A membership as records keep it; the models say what each field is. */
interface Membership {
  kpj: Uint8Array;
  cardToken?: string | null;
  programmes: string[];
  from: string;
  to: string | null;
  insurerStatus: string;
  paidThrough: string | null;
  monthsInRow: number;
}

/** What a row says of contributions. */
interface Contributions {
  readonly months?: readonly string[] | undefined;
  readonly isLate?: boolean | undefined;
}

/** @param kpj 11 digits @param from first day of cover @param place that the number is sealed with */
export function newMembership(
  { kpj, from }: { readonly kpj: string; readonly from: string },
  { seal, cardOf }: Pick<ChangeParts, 'seal' | 'cardOf'>,
  place: string,
): Membership {
  return {
    kpj: seal.encrypt(kpj, place),
    cardToken: cardOf(kpj),
    programmes: [...PROGRAMMES],
    from,
    to: null,
    insurerStatus: 'PENDING',
    paidThrough: null,
    monthsInRow: 0,
  };
}

/** @param today `YYYY-MM-DD` @returns the membership after a row of the list @throws CodedError BAD_RECORD, RULE_REFUSED */
export function afterContributions<Kept extends Membership>(row: Contributions, membership: Kept, today: string): Kept {
  return row.isLate ? late(row, membership) : paid(row.months ?? [], membership, today);
}

/** @returns whether a list that is taken over twice changes nothing the second time */
export const isSameMembership = (one: Membership, other: Membership): boolean =>
  (['paidThrough', 'monthsInRow', 'insurerStatus'] as const).every((name) => one[name] === other[name]);

/** @returns the membership with its last day, before the first where it covered nobody; one that has ended before stays as it is */
export function closedMembership<Kept extends Membership>(membership: Kept | null, on: string): Kept | null {
  if (membership === null || membership.to !== null) return membership;
  return { ...membership, to: on, insurerStatus: 'CLOSED' };
}

function late<Kept extends Membership>({ months = [] }: Contributions, membership: Kept): Kept {
  if (months.length > 0) throw changeFault('BAD_RECORD', 'months: expected none where isLate is true');
  return membership;
}

/** The months of the run before and those of the list together make the run; an earlier gap that the list does not fill ends it. */
function paid<Kept extends Membership>(months: readonly string[], membership: Kept, today: string): Kept {
  const [first, last] = [membership.from.slice(0, 7), lastMonthToPay(today)];
  if (months.length < 1 || months.length > MOST_MONTHS)
    throw changeFault('BAD_RECORD', `months: expected 1 to ${MOST_MONTHS}, or isLate`);
  if (months.some((month) => !isPeriod(month) || month < first || month > last))
    throw changeFault('RULE_REFUSED', `expected months from ${first}, when cover begins, to ${last}`);
  const known = new Set([...months, ...runOf(membership)]);
  const paidThrough = [...known].sort().at(-1)!;
  return { ...membership, paidThrough, monthsInRow: lengthOfRun(known, paidThrough), insurerStatus: 'ACTIVE' };
}

/** @returns the months paid in a row, as far as the record states them */
function runOf({ paidThrough, monthsInRow }: Membership): string[] {
  if (paidThrough === null) return [];
  return Array.from({ length: Math.max(1, monthsInRow) }, (_, back) => monthsAfter(paidThrough, -back));
}

function lengthOfRun(known: ReadonlySet<string>, last: string): number {
  let length = 0;
  while (known.has(monthsAfter(last, -length))) length += 1;
  return length;
}
