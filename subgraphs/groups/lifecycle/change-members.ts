/** One change of members: judged by scope, then one transaction (`../../changes/make-change.ts`); the group's owner is judged in it. */
import type { ClaimsSubject } from '../../../base/claims.ts';
import { changeCaller, type ChangeCaller } from '../../changes/change-caller.ts';
import type { ChangeParts } from '../../changes/change-parts.ts';
import { makeChange, type KeyedInput } from '../../changes/make-change.ts';
import { RecordWrites, type RecordKind } from '../../changes/record-writes.ts';
import type { Member } from '../models.ts';
import type { MemberStatus } from '../resolver-types.ts';
import { memberFault } from './errors.ts';
import { MEMBER_EVENTS } from './member-event.ts';
import { MEMBER_CHANGES, MEMBER_LIFE, type MemberChangeName } from './transitions.ts';

const KIND: RecordKind<MemberChangeName, MemberStatus> = {
  ...MEMBER_EVENTS,
  collection: 'members',
  machine: MEMBER_LIFE,
  missing: () => memberFault('MEMBER_NOT_FOUND'),
};

/** The reads and writes of one transaction. */
export type MemberWrites = RecordWrites<Member, MemberChangeName, MemberStatus>;

/** @param work reads, judges and notes what is to be written; it may run again @returns the member's id */
export type MemberWork = (writes: MemberWrites, caller: ChangeCaller) => Promise<string>;

/**
 * Makes one change, or answers with what it was the first time.
 * @throws CodedError of `changeErrors` or `memberErrors`, and then nothing was written
 */
export async function changeMembers(
  parts: ChangeParts,
  claims: ClaimsSubject,
  change: MemberChangeName,
  input: KeyedInput,
  work: MemberWork,
): Promise<string> {
  const caller = changeCaller(MEMBER_CHANGES[change].scope, claims);
  const today = await parts.today();
  return makeChange(parts, { change, by: caller.sub, input }, async (session) => {
    const writes: MemberWrites = new RecordWrites(parts, KIND, { session, caller, today });
    const id = await work(writes, caller);
    await writes.flush();
    return id;
  });
}
