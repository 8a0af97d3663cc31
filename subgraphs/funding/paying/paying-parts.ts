/** What bills and payments are recorded with. */
import type { ClientSession } from 'mongoose';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { actsFor, changeCaller } from '../../changes/change-caller.ts';
import type { ChangeParts } from '../../changes/change-parts.ts';
import { changeFault } from '../../changes/errors.ts';
import { makeChange, type KeyedInput } from '../../changes/make-change.ts';
import type { FundingModels, Programme } from '../models.ts';
import { payingFault } from './errors.ts';

const SCOPE = 'payment:record';

/** What bills and payments are recorded with. */
export interface PayingParts extends Pick<ChangeParts, 'connection' | 'tokenOf' | 'now' | 'today'> {
  readonly models: FundingModels;
}

/** One transaction of a caller who acts for the funder of a programme. */
export interface Paying {
  readonly session: ClientSession;
  readonly programme: Programme;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

interface PayingInput extends KeyedInput {
  /** Code of the programme. */
  readonly programme: string;
}

/**
 * Records something once a key, for the funder of the programme.
 * @returns the id of what was recorded
 * @throws CodedError CHANGE_FORBIDDEN, PROGRAMME_NOT_FOUND, and what the work throws: then nothing was written
 */
export async function recordOnce(
  parts: PayingParts,
  claims: ClaimsSubject,
  change: string,
  input: PayingInput,
  work: (paying: Paying) => Promise<string>,
): Promise<string> {
  const caller = changeCaller(SCOPE, claims);
  const today = await parts.today();
  return makeChange(parts, { change, by: caller.sub, input }, async (session) => {
    const programme = await parts.models.Programme.findById(input.programme).session(session).lean<Programme>();
    if (programme === null) throw payingFault('PROGRAMME_NOT_FOUND');
    actsFor(caller, programme.funder);
    return work({ session, programme, today });
  });
}

/** @throws CodedError BAD_RECORD for an amount that is not above zero */
export function requireAmount(amount: bigint): void {
  if (amount <= 0n) throw changeFault('BAD_RECORD', 'amount: expected more than 0 rupiah');
}
