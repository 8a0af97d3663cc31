/** The codes of files that are read. docs/errors.md lists them; the command lines print them. */
import { faultsOf, type ErrorTable } from '../../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const tableFileErrors = {
  FILE_UNREADABLE: {
    status: 400,
    what: 'The file cannot be read',
    solve: 'Check the path that the message names, and that you may read it.',
  },
  FILE_EMPTY: {
    status: 400,
    what: 'The file has no row',
    solve: 'Open it and look whether it is the one you meant; ask whoever sent it to send it again.',
  },
  FILE_TOO_LARGE: {
    status: 400,
    what: 'The file is larger than files are read',
    solve: 'Split it, or allow its size with --most-bytes where you know that it is as large as that.',
  },
  FILE_OLD_EXCEL: {
    status: 400,
    what: 'The file is of Excel 97 to 2003 (.xls)',
    solve: 'Open it in Excel or LibreOffice and save it as .xlsx.',
  },
  FILE_PASSWORD: {
    status: 400,
    what: 'The file has a password',
    solve:
      'Open it in Excel, take the password off (File, Info, Protect Workbook), and save it; or ask for one without.',
  },
  FILE_MACROS: {
    status: 400,
    what: 'The file has macros',
    solve: 'Save it as .xlsx, which has none; programs in a file from elsewhere are not to be trusted.',
  },
  FILE_NO_TABLE: {
    status: 400,
    what: 'The file is neither CSV nor XLSX',
    solve: 'Save the table as .xlsx or as CSV; the name of a file does not change what it is.',
  },
  FILE_BOMB: {
    status: 400,
    what: 'The file unpacks to more than a table would',
    solve: 'Do not open it. Ask whoever sent it; where it is a table, save it as CSV.',
  },
  FILE_BROKEN: {
    status: 400,
    what: 'The file is damaged, or is not what it says it is',
    solve: 'Open it in Excel or LibreOffice, correct the place that the message names, and save it again.',
  },
  FILE_NO_HEADER: {
    status: 400,
    what: 'No row of titles was found',
    solve:
      'Add a row with the titles of the columns above the data, or name the titles of this file in a mapping (--mapping); npm run import -- fields lists those that are known.',
  },
  FILE_SHEETS: {
    status: 400,
    what: 'The sheet to be read is not known',
    solve: 'Name one of the sheets that the message lists with --sheet, and read them one after the other.',
  },
  MAPPING_UNREADABLE: {
    status: 400,
    what: 'The mapping cannot be read',
    solve:
      'Write one line a field, the field and then its title in the file: "nik: No KTP". The message names the line.',
  },
  MAPPING_MISFIT: {
    status: 400,
    what: 'The mapping and the file do not fit',
    solve: 'Correct the titles that the message names, as they stand in the first rows of the file.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes; the detail states what was expected and what was received, and no value of a cell */
export const tableFileFault = faultsOf(tableFileErrors);
