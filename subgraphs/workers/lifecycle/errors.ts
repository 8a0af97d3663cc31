/** The codes of changes to workers alone; those of any change stand in `../../changes/errors.ts`. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const lifecycleErrors = {
  WORKER_NOT_FOUND: {
    status: 404,
    what: 'There is no such worker that this caller may see',
    solve: 'Look the id up in workers.',
  },
  VERIFICATION_NOT_FOUND: {
    status: 404,
    what: 'There is no such verification that this caller may see',
    solve: 'Look the id up in verifications.',
  },
  ON_ROSTER: {
    status: 409,
    what: 'A record of this person that you may see is on the roster',
    solve: 'Leave the row out; DISNAKER corrects the record that there is, or merges two.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes; the detail holds no value of a person */
export const lifecycleFault = faultsOf(lifecycleErrors);
