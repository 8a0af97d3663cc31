/** The codes of `sigap`, beside those that the registry answers. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const sigapErrors = {
  SIGAP_USAGE: {
    status: 400,
    what: 'The words of the command do not fit',
    solve: 'Correct what the message names; --help behind a command lists its words and shows examples.',
  },
  SIGAP_SDL: {
    status: 400,
    what: 'The SDL cannot be read',
    solve: 'Name a file, or the address of a subgraph that answers `{ _service { sdl } }`.',
  },
  SIGAP_CONTRACT: {
    status: 422,
    what: 'A contract leaves nothing that can be served',
    solve: 'Change the contract, or tag what it shall show; the message says what is wrong with its variant.',
  },
  GATEWAY_BEHIND: {
    status: 504,
    what: 'It is published, and the gateway does not serve it yet',
    solve:
      'Look at the log of the gateway: it says why it refused a supergraph. A gateway that reads another registry or a file never does.',
  },
  REGISTRY_ADDRESS: {
    status: 400,
    what: 'The address of the registry or of its token does not fit',
    solve:
      'Pass --registry with the https address of the registry (http is for this machine alone) and --token-file with a file that only you may read (chmod 600).',
  },
  REGISTRY_UNREACHABLE: {
    status: 502,
    what: 'The registry does not answer',
    solve: 'Look whether it runs at the address that the message names: npm start and npm run registry print it.',
  },
  REGISTRY_REFUSED: {
    status: 502,
    what: 'The registry refused',
    solve: 'The message begins with its code; docs/errors.md tells what it means and what to do.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const sigapFault = faultsOf(sigapErrors);
