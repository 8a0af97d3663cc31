/** What leaves when a supergraph cannot be taken. A new one that is refused changes nothing: the last good one serves on. */
import { faultsOf } from '../../base/errors.ts';

export const supergraphErrors = {
  SUPERGRAPH_NOT_ENFORCED: {
    status: 500,
    what: 'The supergraph has a rule that this gateway does not keep',
    solve:
      'Set GUARD=on, or compose without the specification the message names; serving it unkept would lay open what it protects.',
  },
  SUPERGRAPH_REFUSED: {
    status: 500,
    what: 'The supergraph cannot be used',
    solve: 'Compose it again; the message says what is wrong with it.',
  },
  SUPERGRAPH_UNREADABLE: {
    status: 500,
    what: 'The supergraph cannot be read',
    solve: 'Check the path that --supergraph or SUPERGRAPH names and its permissions.',
  },
} as const;

export const supergraphFault = faultsOf(supergraphErrors);
