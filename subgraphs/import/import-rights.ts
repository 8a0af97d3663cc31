/** Who may import, and whose jobs they see. */
import type { ClaimsSubject } from '../../base/claims.ts';
import type { FilterCondition } from '../data/filter.ts';
import { EVERY, NONE } from '../data/visible-rows.ts';
import { importFault } from './errors.ts';

/** What is known of a caller. */
export type ImportCaller = Pick<ClaimsSubject, 'sub' | 'scopes' | 'agency'>;

const SCOPE = 'import:write';

/** @returns the caller's agency @throws CodedError IMPORT_FORBIDDEN for a caller who may not import */
export function importingAgency({ scopes, agency }: ImportCaller): string {
  if (!scopes.includes(SCOPE)) throw importFault('IMPORT_FORBIDDEN', `expected the scope ${SCOPE}`);
  if (agency === undefined) throw importFault('IMPORT_FORBIDDEN', 'expected a caller who acts for an agency');
  return agency;
}

/** @returns the jobs and rejected rows of the caller's agency; all of them for who sees all agencies' rows */
export function visibleJobs({ scopes, agency }: ImportCaller): FilterCondition {
  if (scopes.includes('person:all-agencies') && scopes.includes('person:read')) return EVERY;
  if (!scopes.includes(SCOPE) || agency === undefined) return NONE;
  return { agency };
}
