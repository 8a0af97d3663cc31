/** The codes of `npm run import`. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const importCommandErrors = {
  IMPORT_USAGE: {
    status: 400,
    what: 'The words of the command do not fit',
    solve:
      'Write: npm run import -- workers, verifications or members and a file; undo and the id of a job; or fields and what a file is of.',
  },
  IMPORT_ROWS_ORDER: {
    status: 409,
    what: 'These rows are not the next ones of the job',
    solve: 'Apply rows in the order of the file: begin with the row that the message names.',
  },
  IMPORT_ROWS_RANGE: {
    status: 400,
    what: 'The file has no such rows',
    solve: 'Name rows of data, counted from 1 below the titles; the dry run says how many there are.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const importCommandFault = faultsOf(importCommandErrors);
