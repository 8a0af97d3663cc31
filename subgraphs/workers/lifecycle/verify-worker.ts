/** `requestVerification` and `answerVerification`: agencies compare a worker's data with their own. */
import { changeFault } from '../../changes/errors.ts';
import { verifiersOf } from '../keeps-verifiers.ts';
import { answerHoldsUntil } from '../answer-holds-until.ts';
import type { Verification } from '../models.ts';
import { newId } from '../../changes/new-id.ts';
import { bucketOf } from '../bucket-of.ts';
import type { AnswerVerificationInput, RequestVerificationInput } from '../resolver-types.ts';
import { lifecycleFault } from './errors.ts';
import { requireAgencies } from '../../changes/known-references.ts';
import type { ChangeParts } from '../../changes/change-parts.ts';
import type { ChangeWork } from './worker-changes.ts';

const MOST_AGENCIES = 8;

/** @returns the change; its outcome is the worker's id */
export function requestVerification(
  { connection, now }: ChangeParts,
  { worker: id, version, agencies }: RequestVerificationInput,
): ChangeWork<string> {
  return async (writes) => {
    if (agencies.length < 1 || agencies.length > MOST_AGENCIES || new Set(agencies).size < agencies.length)
      throw changeFault('BAD_RECORD', `agencies: expected 1 to ${MOST_AGENCIES}, each once`);
    const worker = await writes.record(id, version);
    await requireAgencies(connection, agencies);
    const asked = await writes.verificationsOf(id);
    const waiting = asked.filter(({ agency, verdict }) => verdict === 'PENDING' && agencies.includes(agency));
    if (waiting.length > 0)
      throw changeFault('RULE_REFUSED', `yet to answer: ${waiting.map(({ agency }) => agency).join(', ')}`);
    const verifiers = verifiersOf([...asked.map(({ agency }) => agency), ...agencies], worker.proposedBy);
    writes.step(worker, { change: 'requestVerification', to: 'VERIFYING', set: { verifiers } });
    for (const agency of agencies)
      writes.addVerification({ ...requested(id, agency, writes.today), requestedAt: new Date(now()).toISOString() });
    return id;
  };
}

const requested = (worker: string, agency: string, requestedOn: string): Verification => ({
  _id: newId('v'),
  worker,
  agency,
  verdict: 'PENDING',
  requestedOn,
  answeredOn: null,
  expiresOn: null,
  bucket: bucketOf(worker),
});

/** @returns the change; its outcome is the verification's id */
export function answerVerification({
  verification: id,
  answer,
}: Pick<AnswerVerificationInput, 'verification' | 'answer'>): ChangeWork<string> {
  return async (writes, { agency }) => {
    const verification = await writes.verification(id);
    // Another agency's request is answered as one that is not there.
    if (verification?.agency !== agency) throw lifecycleFault('VERIFICATION_NOT_FOUND');
    if (verification.verdict !== 'PENDING') throw changeFault('RECORD_CHANGED', 'the verification has been answered');
    const worker = await writes.record(verification.worker, undefined);
    writes.note(worker, { change: 'answerVerification', own: { verdict: answer } });
    const { today } = writes;
    writes.answer(verification, { verdict: answer, answeredOn: today, expiresOn: answerHoldsUntil(today) });
    return id;
  };
}
