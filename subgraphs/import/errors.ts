/** The codes of imports. docs/errors.md lists them; clients match on the code. */
import { faultsOf, type ErrorTable } from '../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const importErrors = {
  IMPORT_FORBIDDEN: {
    status: 403,
    what: 'This caller may not import that',
    solve:
      'Import with the scope import:write and an agency in your token, answers to verifications with verification:answer as well; a job belongs to the agency that began it.',
  },
  IMPORT_NOT_FOUND: {
    status: 404,
    what: 'There is no such job or row that this caller may see',
    solve: 'Look it up in importJobs and rejectedRows, for members in memberImportJobs and rejectedMemberRows.',
  },
  IMPORT_FILE: {
    status: 400,
    what: 'The file is not named by its SHA-256',
    solve: 'Pass the SHA-256 of the whole file as 64 hexadecimal digits.',
  },
  IMPORT_COLUMNS: {
    status: 400,
    what: 'The columns do not fit',
    solve:
      'Name columns that the message lists, each once; leave out those that your agency may not say anything about.',
  },
  IMPORT_STATE: {
    status: 409,
    what: 'The job cannot do that now',
    solve:
      'Read the job: its state, and how many rows of each pass are taken. Begin a finished pass again with `again: true`.',
  },
  IMPORT_OUT_OF_ORDER: {
    status: 409,
    what: 'These rows are not the next ones',
    solve: 'Send rows in the order of the file, from the number that the message names.',
  },
  IMPORT_TOO_MANY: {
    status: 403,
    what: 'The agency has begun too many jobs in a day',
    solve: 'Put several lists into one file, or begin tomorrow; a job that was begun goes on.',
  },
  IMPORT_BATCH: {
    status: 400,
    what: 'The batch does not fit',
    solve: 'Send 1 to 500 rows, their lines rising.',
  },
  IMPORT_ROW_CHANGED: {
    status: 409,
    what: 'The row has been corrected meanwhile',
    solve: 'Read the row again and make the correction on its current version.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes; the detail states what was expected and what was received */
export const importFault = faultsOf(importErrors);
