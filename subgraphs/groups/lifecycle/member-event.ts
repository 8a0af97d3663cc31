/** What was done to members: the collection `member_events`. */
import type { EventKind, RecordEvent } from '../../changes/record-event.ts';

/** One change of a member's record. */
export interface MemberEvent extends RecordEvent {
  /** Id of the member. */
  readonly member: string;
}

/** Where they are kept. */
export const MEMBER_EVENTS: EventKind = { events: 'member_events', subject: 'member' };
