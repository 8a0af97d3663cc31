/** What can keep the store from starting, as its user reads it; errors of commands have MongoDB's numbers, in errors.ts. */
import { faultsOf } from '../base/errors.ts';

export const startErrors = {
  STORE_FAILED: {
    status: 500,
    what: 'The embedded store cannot start',
    solve: 'The message names the file or folder and what is wrong with it; npm run store -- restore brings back a copy.',
  },
} as const;

export const startFault = faultsOf(startErrors);
