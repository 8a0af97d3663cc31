/** What can keep the store from starting, as its user reads it; errors of commands have MongoDB's numbers, in errors.ts. */
import { faultsOf } from '../base/errors.ts';

/** Coded errors of the start; docs/errors.md lists them. */
export const startErrors = {
  SOCKET_REFUSED: {
    status: 500,
    what: 'The store cannot listen at its Unix socket',
    solve:
      'Choose a folder with a shorter path or take away what the message names; or a TCP port: --store-port of npm start, --port of npm run store.',
  },
  SOCKET_UNUSABLE: {
    status: 500,
    what: 'The Unix socket cannot be opened',
    solve: 'Choose a folder on a file system that has sockets, or a TCP port.',
  },
  STORE_IN_USE: {
    status: 500,
    what: 'Another store runs on this folder',
    solve:
      'Stop the process that the message names (npm start or npm run store), or choose another folder with --data or --folder.',
  },
  STORE_LOSS: {
    status: 500,
    what: 'Writes that were on the disk are missing from the files of the store',
    solve:
      'Restore a backup by npm run store -- restore, or go on without them by npm run store -- accept-loss, each with --folder as the message says it; the message names the file and what is missing. docs/store.md has more.',
  },
  STORE_UNWRITABLE: {
    status: 500,
    what: 'The folder of the store cannot be written',
    solve:
      'Make room on the disk, or give the folder to the user the program runs as; the message names the file and why. Nothing is damaged.',
  },
  STORE_FAILED: {
    status: 500,
    what: 'The embedded store cannot start',
    solve:
      'The message names the file or folder and what is wrong with it; npm run store -- restore brings back a copy.',
  },
} as const;

/** Makes an error of the table. @param detail what was expected and what was found */
export const startFault = faultsOf(startErrors);
