/** What can keep the store from starting, as its user reads it; errors of commands have MongoDB's numbers, in errors.ts. */
import { faultsOf } from '../base/errors.ts';

export const startErrors = {
  SOCKET_REFUSED: {
    status: 500,
    what: 'The store cannot listen at its Unix socket',
    solve:
      'Choose a folder with a shorter path or take away what the message names; or a TCP port: --store-port of npm start, --port of npm run store.',
  },
  STORE_IN_USE: {
    status: 500,
    what: 'Another store runs on this folder',
    solve: 'Stop the other one (npm start or npm run store), or choose another folder with --data or --folder.',
  },
  STORE_FAILED: {
    status: 500,
    what: 'The embedded store cannot start',
    solve:
      'The message names the file or folder and what is wrong with it; npm run store -- restore brings back a copy.',
  },
} as const;

export const startFault = faultsOf(startErrors);
