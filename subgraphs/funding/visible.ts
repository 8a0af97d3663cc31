/** Which callers see the persons who are paid for twice: those of the agency that pays. */
import type { ClaimsSubject } from '../../base/claims.ts';
import { EVERY, NONE, visibleRows, type VisibleRows } from '../data/visible-rows.ts';

/** The agency that owns the budgets. */
const OWNER = 'BPKAD';

/** @returns every row for the agency that owns the budgets and for callers who see all agencies' rows, none for others */
export const visibleDoubles = (claims: ClaimsSubject): VisibleRows =>
  visibleRows(claims, (agency) => (agency === OWNER ? EVERY : NONE));
