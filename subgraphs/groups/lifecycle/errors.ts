/** The codes of changes to members alone; those of any change stand in `../../changes/errors.ts`. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const memberErrors = {
  GROUP_NOT_FOUND: {
    status: 404,
    what: 'The city has no such group',
    solve: 'Look its kind up in groups.',
  },
  MEMBER_NOT_FOUND: {
    status: 404,
    what: 'There is no such member of a group that this caller owns',
    solve: 'Look the id up in members.',
  },
  ALREADY_MEMBER: {
    status: 409,
    what: 'This person serves in this group',
    solve: 'Leave them out, or end the term that runs first. Another group may enrol them too.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes; the detail holds no value of a person */
export const memberFault = faultsOf(memberErrors);
