/** Who sees which workers and which verifications. */
import type { ClaimsSubject } from '../../base/claims.ts';
import { EVERY, visibleRows, type VisibleRows } from '../data/visible-rows.ts';

/** Owns the roster. */
const OWNER = 'DISNAKER';

export interface VisibleWorkers {
  /** Those their agency is asked about; the whole roster for its owner. */
  readonly workers: VisibleRows;
  /** Those their agency is asked for: what others answered is not theirs. */
  readonly verifications: VisibleRows;
}

export function visibleWorkers(claims: ClaimsSubject): VisibleWorkers {
  return {
    workers: visibleRows(claims, (agency) => (agency === OWNER ? EVERY : { verifiers: agency })),
    verifications: visibleRows(claims, (agency) => (agency === OWNER ? EVERY : { agency })),
  };
}
