/** Which callers see which workers and which verifications. */
import type { ClaimsSubject } from '../../base/claims.ts';
import type { FilterCondition } from '../data/filter.ts';
import { EVERY, visibleRows, type VisibleRows } from '../data/visible-rows.ts';
import { ELIGIBLE } from './coverage.ts';

/** The agency that owns the roster. */
export const ROSTER_OWNER = 'DISNAKER';
/** The agency that insures the workers. */
export const INSURER = 'BPJSTK';

/** Statuses of workers whom the insurer sees: those to be registered, and those who are. */
const INSURABLE: FilterCondition = { status: { $in: [...ELIGIBLE] } };

/** The rows that one caller may see, of each collection. */
export interface VisibleWorkers {
  /** Those whom the caller's agency verifies or has proposed; the insurer's; the whole roster for its owner. */
  readonly workers: VisibleRows;
  /** Those that the caller's agency answers, not those of other agencies. */
  readonly verifications: VisibleRows;
  /** Who proposed somebody, and what the caller's agency did itself: another's answers show in what was done since. */
  readonly events: VisibleRows;
}

/**
 * @returns every row for the agency that owns the roster, and for callers who see all agencies' rows; the insurer sees whom it insures or is
 * to insure, others whom their agency verifies or has proposed
 */
export function visibleWorkers(claims: ClaimsSubject): VisibleWorkers {
  return {
    workers: visibleRows(claims, (agency) => workersOf(agency, claims.scopes)),
    verifications: visibleRows(claims, (agency) => (agency === ROSTER_OWNER ? EVERY : { agency })),
    events: visibleRows(claims, (agency) => (agency === ROSTER_OWNER ? EVERY : { $or: [{ agency }, { from: null }] })),
  };
}

function workersOf(agency: string, scopes: readonly string[]): FilterCondition {
  if (agency === ROSTER_OWNER) return EVERY;
  const insures = agency === INSURER && scopes.includes('membership:register');
  // A new condition each time, since mongoose casts one in place.
  return insures ? structuredClone(INSURABLE) : { verifiers: agency };
}
