/** `decideEligibility`: what the answers and the record allow. */
import { changeFault } from '../../changes/errors.ts';
import { validWhy } from '../../changes/record-fields.ts';
import { holderOf } from '../../data/card-holders.ts';
import { MOST_DECILE } from '../decile-band.ts';
import type { Verification, Worker } from '../models.ts';
import type { DecideEligibilityInput } from '../resolver-types.ts';
import { ELIGIBLE } from '../coverage.ts';
import { withdrawRequests } from './end-or-suspend.ts';
import { ageOn, isInsurableAge } from './record-fields.ts';
import type { ChangeWork } from './worker-changes.ts';
import type { WorkerWrites } from './worker-writes.ts';

/** @returns the change; its outcome is the worker's id */
export function decideEligibility(input: DecideEligibilityInput): ChangeWork<string> {
  return async (writes) => {
    const { decision } = input;
    const why = input.why == null ? null : validWhy(input.why);
    const worker = await writes.record(input.worker, input.version);
    // Who takes an answer back meanwhile takes the person too.
    await writes.holdPersons([holderOf(worker)]);
    // Refused by the status first: what is missing matters only where the decision could be made.
    writes.step(worker, { change: 'decideEligibility', to: decision, why });
    const missing = missingFor(decision, worker, await writes.verificationsOf(worker._id), writes.today);
    if (decision === 'ELIGIBLE' && (await isElsewhere(writes, worker)))
      missing.push('no other record of theirs is eligible or on the programme: mergeDuplicates');
    if (decision !== 'ELIGIBLE' && why === null) missing.push('why is stated');
    if (missing.length > 0) throw changeFault('RULE_REFUSED', `expected that ${missing.join('; ')}`);
    if (decision === 'NEEDS_REPAIR') await withdrawRequests(writes, worker._id);
    return worker._id;
  };
}

/** Of two who decide on two records of one person at once the later runs again, since both take the person. */
async function isElsewhere(writes: WorkerWrites, { _id, token }: Worker): Promise<boolean> {
  if (token === null) return false;
  const others = await writes.records({ token, _id: { $ne: _id }, status: { $in: [...ELIGIBLE] } });
  return others.length > 0;
}

/** @returns the rules that are not met, in words; none where the decision may be made */
function missingFor(
  decision: DecideEligibilityInput['decision'],
  worker: Worker,
  verifications: readonly Verification[],
  today: string,
): string[] {
  if (decision === 'NEEDS_REPAIR') return [];
  const pending = verifications.filter(({ verdict }) => verdict === 'PENDING').map(({ agency }) => agency);
  const unanswered = [
    ...(verifications.length === 0 ? ['an agency has verified them'] : []),
    ...(pending.length > 0 ? [`these agencies answer: ${pending.join(', ')}`] : []),
  ];
  if (decision === 'INELIGIBLE') return unanswered;
  return [...unanswered, ...unmatched(verifications, today), ...unmetBy(worker, today)];
}

/** Of each agency the last answer counts. */
function unmatched(verifications: readonly Verification[], today: string): string[] {
  const last = new Map(
    verifications.filter(({ verdict }) => verdict !== 'PENDING').map((each) => [each.agency, each] as const),
  );
  const other = [...last.values()].filter(
    ({ verdict, expiresOn }) => verdict !== 'MATCH' || (expiresOn !== null && expiresOn < today),
  );
  return other.map(({ agency, verdict }) =>
    verdict === 'MATCH' ? `the answer of ${agency} still holds` : `${agency} answers MATCH, it has answered ${verdict}`,
  );
}

function unmetBy({ token, birthDate, decileNow, decileAtEnrolment }: Worker, today: string): string[] {
  const decile = decileNow ?? decileAtEnrolment;
  return [
    ...(token === null ? ['their NIK is valid'] : []),
    ...(birthDate === null ? ['their birth date is known'] : []),
    ...(birthDate !== null && !isInsurableAge(ageOn(birthDate, today)) ? ['they are 15 to 64 years old'] : []),
    ...(decile === null ? ['their decile is known'] : []),
    ...(decile !== null && decile.decile > MOST_DECILE ? [`their newest decile is 1 to ${MOST_DECILE}`] : []),
  ];
}
