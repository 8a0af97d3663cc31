/** Who may change workers: by the scope of the change, and the agency. */
import type { ClaimsSubject } from '../../../base/claims.ts';
import { actsFor, changeCaller, type ChangeCaller } from '../../changes/change-caller.ts';
import { INSURER, ROSTER_OWNER } from '../visible.ts';
import { WORKER_CHANGES, type ChangeName } from './transitions.ts';

/** The one agency that may, by the scope; others are judged by what they change. */
const ONLY: Readonly<Record<string, string>> = { 'worker:decide': ROSTER_OWNER, 'membership:register': INSURER };

/** @returns the caller @throws CodedError CHANGE_FORBIDDEN */
export function mayChangeWorkers(change: ChangeName, claims: ClaimsSubject): ChangeCaller {
  const { scope } = WORKER_CHANGES[change];
  const caller = changeCaller(scope, claims);
  const only = ONLY[scope];
  if (only !== undefined) actsFor(caller, only);
  return caller;
}
