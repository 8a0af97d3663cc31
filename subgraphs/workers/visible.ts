/** Which callers see which workers and which verifications. */
import type { ClaimsSubject } from '../../base/claims.ts';
import { EVERY, visibleRows, type VisibleRows } from '../data/visible-rows.ts';

/** The agency that owns the roster. */
export const ROSTER_OWNER = 'DISNAKER';

/** The rows that one caller may see, of each collection. */
export interface VisibleWorkers {
  /** Those whom the caller's agency verifies; the whole roster for its owner. */
  readonly workers: VisibleRows;
  /** Those that the caller's agency answers, not those of other agencies. */
  readonly verifications: VisibleRows;
}

/**
 * @returns every row for the agency that owns the roster, and for callers who see all agencies' rows; others see what their agency
 * verifies
 */
export function visibleWorkers(claims: ClaimsSubject): VisibleWorkers {
  return {
    workers: visibleRows(claims, (agency) => (agency === ROSTER_OWNER ? EVERY : { verifiers: agency })),
    verifications: visibleRows(claims, (agency) => (agency === ROSTER_OWNER ? EVERY : { agency })),
  };
}
