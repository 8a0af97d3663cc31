/** Who changes something: judged here again, by scope and agency, after the gateway has judged the scope. */
import type { ClaimsSubject } from '../../base/claims.ts';
import { changeFault } from './errors.ts';

/** What is known of a caller who acts for an agency. */
export interface ChangeCaller {
  readonly sub: string;
  readonly agency: string;
}

/** @returns the caller, who has the scope and acts for an agency; which one is for the change to judge @throws CodedError CHANGE_FORBIDDEN */
export function changeCaller(scope: string, { sub, scopes, agency }: ClaimsSubject): ChangeCaller {
  if (!scopes.includes(scope)) throw changeFault('CHANGE_FORBIDDEN', `expected the scope ${scope}`);
  if (agency === undefined) throw changeFault('CHANGE_FORBIDDEN', 'expected a caller who acts for an agency');
  return { sub, agency };
}

/** @param only the agency that may @throws CodedError CHANGE_FORBIDDEN */
export function actsFor({ agency }: ChangeCaller, only: string): void {
  if (agency !== only) throw changeFault('CHANGE_FORBIDDEN', `expected a caller who acts for ${only}, got ${agency}`);
}
