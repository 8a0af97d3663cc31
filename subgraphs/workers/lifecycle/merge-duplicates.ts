/** `mergeDuplicates`: of two records of one person one is kept, and the other ends. Answered verifications stay with the record they are about. */
import { changeFault } from '../../changes/errors.ts';
import { validWhy } from '../../changes/record-fields.ts';
import { FUNDED_WORKER_STATUSES } from '../coverage.ts';
import type { MergeDuplicatesInput } from '../resolver-types.ts';
import { closedMembership } from '../../changes/insurer-list.ts';
import { withdrawRequests } from './end-or-suspend.ts';
import { statusAfter } from './transitions.ts';
import type { ChangeWork } from './worker-changes.ts';

/** The two records, by their ids. */
interface Merged {
  readonly kept: string;
  readonly ended: string;
}

const ENDED: readonly string[] = ['EXITED', 'DUPLICATE'];

/** @returns the change */
export function mergeDuplicates(input: MergeDuplicatesInput): ChangeWork<Merged> {
  return async (writes) => {
    const why = validWhy(input.why);
    if (input.kept === input.ended) throw changeFault('BAD_RECORD', 'ended: expected another record than kept');
    const kept = await writes.record(input.kept, input.keptVersion);
    const ended = await writes.record(input.ended, input.endedVersion);
    const isFunded = FUNDED_WORKER_STATUSES.includes(ended.status);
    const to = isFunded ? 'EXITED' : 'DUPLICATE';
    statusAfter('mergeDuplicates', ended.status, to);
    if (kept.token === null || kept.token !== ended.token)
      throw changeFault('RULE_REFUSED', 'expected both records to have the same valid NIK');
    if (ENDED.includes(kept.status))
      throw changeFault('RULE_REFUSED', `expected a kept record that still counts, it is ${kept.status}`);
    if (isFunded && !FUNDED_WORKER_STATUSES.includes(kept.status))
      throw changeFault('RULE_REFUSED', `expected to keep the one that is ${ended.status}: its cover would end`);
    writes.step(ended, {
      change: 'mergeDuplicates',
      to,
      why,
      set: {
        duplicateOf: kept._id,
        exitReason: isFunded ? 'DUPLICATE' : ended.exitReason,
        membership: closedMembership(ended.membership, writes.today),
      },
    });
    writes.keep(kept, { change: 'mergeDuplicates', why });
    await withdrawRequests(writes, ended._id);
    return { kept: kept._id, ended: ended._id };
  };
}
