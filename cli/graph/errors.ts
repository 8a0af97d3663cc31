/** The codes of command lines that ask the graph. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const graphClientErrors = {
  GRAPH_ADDRESS: {
    status: 500,
    what: 'The address of the graph does not fit',
    solve:
      'Pass --graph with the https address of the gateway; http is for this machine alone, since the token would be seen on the way.',
  },
  GRAPH_TOKEN: {
    status: 500,
    what: 'There is no token to ask the graph with',
    solve:
      'Pass --token-file with a file that only you may read and that holds your token; beside npm start a role is enough.',
  },
  GRAPH_UNREACHABLE: {
    status: 502,
    what: 'The graph does not answer',
    solve: 'Look whether it runs at the address that the message names, then start the command again.',
  },
  GRAPH_REFUSED: {
    status: 502,
    what: 'The graph refused the question',
    solve: 'The message has the code of the graph; docs/errors.md tells what it means and what to do.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const graphClientFault = faultsOf(graphClientErrors);
