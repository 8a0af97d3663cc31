/** Who may change workers: judged here again, by scope and agency, after the gateway has judged the scope. */
import type { ClaimsSubject } from '../../../base/claims.ts';
import { INSURER, ROSTER_OWNER } from '../visible.ts';
import { lifecycleFault } from './errors.ts';
import { WORKER_CHANGES, type ChangeName } from './transitions.ts';

/** What is known of a caller who acts for an agency. */
export interface ChangeCaller {
  readonly sub: string;
  readonly agency: string;
}

/** The one agency that may, by the scope; others are judged by what they change. */
const ONLY: Readonly<Record<string, string>> = { 'worker:decide': ROSTER_OWNER, 'membership:register': INSURER };

/** @returns the caller @throws CodedError CHANGE_FORBIDDEN */
export function mayChangeWorkers(change: ChangeName, { sub, scopes, agency }: ClaimsSubject): ChangeCaller {
  const { scope } = WORKER_CHANGES[change];
  if (!scopes.includes(scope)) throw lifecycleFault('CHANGE_FORBIDDEN', `expected the scope ${scope}`);
  if (agency === undefined) throw lifecycleFault('CHANGE_FORBIDDEN', 'expected a caller who acts for an agency');
  const only = ONLY[scope];
  if (only !== undefined && agency !== only)
    throw lifecycleFault('CHANGE_FORBIDDEN', `expected a caller who acts for ${only}, got ${agency}`);
  return { sub, agency };
}
