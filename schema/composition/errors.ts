/** Why a supergraph is not written. docs/errors.md lists the codes. */
import { faultsOf, type ErrorTable } from '../../base/errors.ts';

/** Every code with its status, what happened and what solves it. */
export const composeErrors = {
  NOT_COMPOSABLE: {
    status: 500,
    what: 'The subgraphs do not compose',
    solve: "Correct the SDL the message names; each line is one of Apollo Federation's composition errors.",
  },
  UNPROTECTED: {
    status: 500,
    what: 'Personal data would leak into what is less protected',
    solve: 'Give the field at the coordinate the directive the message names; docs/policy.md explains the rules.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const composeFault = faultsOf(composeErrors);
