/** The state machine of a member, as one table: what is not in it no mutation does. docs/lifecycle-of-a-member.md is written from it. */
import { StateMachine, type ChangeRule, type Transition } from '../../changes/transitions.ts';
import type { MemberStatus } from '../resolver-types.ts';

/** What may happen to a member's record: each is a mutation of that name. */
export const MEMBER_CHANGES = {
  enrolMember: {
    scope: 'member:write',
    agency: 'the owner of the group',
    what: 'Puts somebody in a group.',
  },
  endTerm: {
    scope: 'member:write',
    agency: 'the owner of the group',
    what: 'Ends the term of office, and closes the membership on that day.',
  },
  exitMember: {
    scope: 'member:write',
    agency: 'the owner of the group',
    what: 'States that somebody has left before the end of their term, and closes the membership on that day.',
  },
  correctMember: {
    scope: 'member:write',
    agency: 'the owner of the group',
    what: 'Corrects fields. What stood there before is kept, sealed, in the events.',
  },
} as const satisfies Readonly<Record<string, ChangeRule>>;

/** The name of a mutation that changes a member. */
export type MemberChangeName = keyof typeof MEMBER_CHANGES;

/** Statuses of those who serve. */
export const SERVING = ['ACTIVE', 'IN_ARREARS', 'SUSPENDED'] as const satisfies readonly MemberStatus[];

const NEEDS = 'Why, and the last day: not before the term, nor to come.';

/** Every transition that there is. */
export const MEMBER_TRANSITIONS: readonly Transition<MemberChangeName, MemberStatus>[] = [
  {
    change: 'enrolMember',
    from: [],
    to: 'ACTIVE',
    needs: 'A NIK with a real date in it, that of the birth date, and nobody who serves in the group under it.',
  },
  { change: 'endTerm', from: SERVING, to: 'TERM_ENDED', needs: NEEDS },
  { change: 'exitMember', from: SERVING, to: 'EXITED', needs: NEEDS },
  {
    change: 'correctMember',
    from: SERVING,
    to: null,
    needs:
      'Why, and at least one field, each different from what stands there; a NIK that nobody else in the group serves under.',
  },
];

/** The state machine. */
export const MEMBER_LIFE = new StateMachine(MEMBER_CHANGES, MEMBER_TRANSITIONS);
