/** Who sees which persons are paid for twice: the agency that pays. */
import type { ClaimsSubject } from '../../base/claims.ts';
import { EVERY, NONE, visibleRows, type VisibleRows } from '../data/visible-rows.ts';

/** Owns the budgets. */
const OWNER = 'BPKAD';

export const visibleDoubles = (claims: ClaimsSubject): VisibleRows =>
  visibleRows(claims, (agency) => (agency === OWNER ? EVERY : NONE));
