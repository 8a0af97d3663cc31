/** What the passing of time makes due for one worker: pure, so that each rule can be tried for each day. */
import { monthsBetween } from '../../data/period.ts';
import { MOST_DECILE } from '../decile-band.ts';
import { AGE_LIMIT, ageOn } from '../lifecycle/record-fields.ts';
import { transitionsFrom, type RuleName } from '../lifecycle/transitions.ts';
import type { Membership, Verification, Worker } from '../models.ts';
import type { ExitReason, WorkerStatus } from '../resolver-types.ts';

/** Ended months without payment after which the insurer pays nothing any more. */
const UNPAID_MONTHS = 3;

/** A rule that applies, and where it leads. */
export interface DueChange {
  readonly rule: RuleName;
  readonly to: WorkerStatus;
  readonly exitReason: ExitReason | null;
}

type Dated = Pick<Worker, 'status' | 'birthDate' | 'decileNow' | 'membership'>;

/** In this order: who is too old leaves for that, whatever else is due. */
const RULES: readonly { readonly rule: RuleName; readonly exitReason: ExitReason | null; readonly isDue: Judge }[] = [
  { rule: 'ageLimitReached', exitReason: 'OVER_AGE', isDue: isOverAge },
  { rule: 'decileRose', exitReason: 'DECILE_ROSE', isDue: hasRisen },
  { rule: 'membershipLapses', exitReason: null, isDue: hasLapsed },
];

type Judge = (worker: Dated, today: string) => boolean;

/** @param today `YYYY-MM-DD` @returns the first rule that is due; undefined where none is */
export function dueChange(worker: Dated, today: string): DueChange | undefined {
  const possible = transitionsFrom(worker.status);
  for (const { rule, exitReason, isDue } of RULES) {
    const to = possible.find(({ change }) => change === rule)?.to;
    if (to != null && isDue(worker, today)) return { rule, to, exitReason: to === 'EXITED' ? exitReason : null };
  }
  return undefined;
}

/** @returns whether an answer no longer holds */
export const hasExpired = ({ verdict, expiresOn }: Verification, today: string): boolean =>
  !['PENDING', 'EXPIRED'].includes(verdict) && expiresOn !== null && expiresOn < today;

function isOverAge({ birthDate }: Dated, today: string): boolean {
  return birthDate !== null && ageOn(birthDate, today) >= AGE_LIMIT;
}

function hasRisen({ decileNow }: Dated): boolean {
  return decileNow !== null && decileNow.decile > MOST_DECILE;
}

function hasLapsed({ membership }: Dated, today: string): boolean {
  if (membership === null || membership.to !== null) return false;
  return ['PENDING', 'ACTIVE'].includes(membership.insurerStatus) && unpaidMonths(membership, today) >= UNPAID_MONTHS;
}

/** @returns months that have ended since the last one paid, or since cover began */
const unpaidMonths = ({ paidThrough, from }: Membership, today: string): number =>
  paidThrough === null ? monthsBetween(from, today) : monthsBetween(paidThrough, today) - 1;
