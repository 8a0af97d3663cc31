/** `endTerm` and `exitMember`: somebody serves no longer. */
import { changeFault } from '../../changes/errors.ts';
import { closedMembership } from '../../changes/insurer-list.ts';
import { validWhy } from '../../changes/record-fields.ts';
import type { GroupModels } from '../models.ts';
import type { EndServiceInput } from '../resolver-types.ts';
import type { MemberWork } from './change-members.ts';
import { ownMember } from './own-member.ts';

/** @returns the change; another owner's member is answered as one who is not there @throws from it CodedError MEMBER_NOT_FOUND, RULE_REFUSED */
export function endService(models: GroupModels, change: 'endTerm' | 'exitMember', input: EndServiceInput): MemberWork {
  return async (writes, { agency }) => {
    const why = validWhy(input.why);
    const member = await ownMember(models, { writes, agency }, input);
    const on = input.on ?? writes.today;
    const set = { termTo: on, membership: closedMembership(member.membership, on) };
    writes.step(member, { change, set, on, why });
    if (on < member.termFrom || on > writes.today)
      throw changeFault('RULE_REFUSED', `expected on from ${member.termFrom} to ${writes.today}`);
    return member._id;
  };
}
