import type { GroupModels, Member } from '../models.ts';
import type { MemberWrites } from './change-members.ts';

/** @returns a member of a group that the agency owns @throws CodedError MEMBER_NOT_FOUND, also for another owner's; RECORD_CHANGED */
export async function ownMember(
  { Group }: GroupModels,
  { writes, agency }: { readonly writes: MemberWrites; readonly agency: string | null },
  { member, version }: { readonly member: string; readonly version: number },
): Promise<Member> {
  const owned = await Group.distinct('_id', { owner: agency });
  return writes.record(member, version, { group: { $in: owned } });
}
