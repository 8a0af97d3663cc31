/** `recordBill`: what the insurer bills for a month. */
import { longs } from '../../data/longs.ts';
import { FIRST_VERSION } from '../../data/record-version.ts';
import { changeFault } from '../../changes/errors.ts';
import type { ContributionBatch } from '../models.ts';
import type { RecordBillInput } from '../resolver-types.ts';
import { payingFault } from './errors.ts';
import { requireAmount, type Paying, type PayingParts } from './paying-parts.ts';

const MOST_PARTICIPANTS = 100_000_000;

/** @returns the id of the bill @throws CodedError BAD_RECORD, RULE_REFUSED, BILL_EXISTS */
export async function recordBill(
  { models }: PayingParts,
  { period, participants, amount }: Pick<RecordBillInput, 'period' | 'participants'> & { readonly amount: bigint },
  { session, programme, today }: Paying,
): Promise<string> {
  requireAmount(amount);
  if (participants < 1 || participants > MOST_PARTICIPANTS)
    throw changeFault('BAD_RECORD', `participants: expected 1 to ${MOST_PARTICIPANTS}, got ${participants}`);
  const [first, last] = [programme.launchedOn?.slice(0, 7) ?? '2000-01', `${Number(today.slice(0, 4)) + 1}-12`];
  if (period < first || period > last)
    throw changeFault('RULE_REFUSED', `expected a month from ${first} to ${last}, got ${period}`);
  const { _id: code, insurer } = programme;
  if ((await models.ContributionBatch.findOne({ programme: code, period }).session(session).lean()) !== null)
    throw payingFault('BILL_EXISTS');
  const bill: ContributionBatch = {
    _id: `${code}-${period}`,
    programme: code,
    period,
    participants,
    amount,
    insurer,
    version: FIRST_VERSION,
  };
  await models.ContributionBatch.collection.insertOne(longs(bill), { session });
  return bill._id;
}
