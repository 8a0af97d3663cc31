/** The codes of files that are written. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const tableWriteErrors = {
  FILE_NAME: {
    status: 400,
    what: 'The name of the file does not say its format',
    solve: 'Name a file that ends in .csv or .xlsx.',
  },
  FILE_EXISTS: {
    status: 400,
    what: 'There is a file of this name',
    solve: 'Choose another name, or move the file away; nothing is written over.',
  },
  FILE_UNWRITABLE: {
    status: 500,
    what: 'The file cannot be written',
    solve: 'Check that the folder is there and that you may write in it, and that the disk is not full.',
  },
  FILE_TOO_LONG: {
    status: 400,
    what: 'A sheet of Excel does not hold so many rows',
    solve: 'Write a CSV file, or ask for less.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const tableWriteFault = faultsOf(tableWriteErrors);
