/** The codes of a city's files. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const cityErrors = {
  CITY_FILES: {
    status: 500,
    what: "The city's files do not fit",
    solve: 'Correct the lines that the message names, then run npm run city -- check.',
  },
  CITY_FOLDER: {
    status: 500,
    what: "The folder cannot be used for a city's files",
    solve: 'Name a folder that npm run city -- init has made, or for init one that is empty or not there yet.',
  },
  KEYS_LOST: {
    status: 500,
    what: "A city's data are there and a key that they were written with is not",
    solve:
      'Put the files that the message names back from a copy: new keys would open nothing. To begin anew, name another data folder.',
  },
  CITY_OTHER: {
    status: 500,
    what: 'The database is of another city',
    solve: 'Load the files into an empty database: the people of one city are not those of another.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const cityFault = faultsOf(cityErrors);
