/** For whom the cases ask. */
import { EXACT_SCOPE, type ClaimsSubject } from '../../../base/claims.ts';

/** Everybody: no scope. */
export const PUBLIC: ClaimsSubject = { sub: 'public', roles: ['public'], scopes: [], cells: 'perturbed' };
/** May see every row, and counts with noise. */
export const READER: ClaimsSubject = {
  sub: 'user:conformance',
  roles: ['reader'],
  scopes: ['person:read', 'person:all-agencies', 'audit:read'],
  cells: 'perturbed',
  purpose: 'VERIFICATION',
};
/** May see every row and exact counts. */
export const AUDITOR: ClaimsSubject = { ...READER, scopes: [...READER.scopes, EXACT_SCOPE], cells: 'exact' };
