/** The codes of conformance: why a run does not begin. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../../base/errors.ts';

/** Every code with its status, what happened and what solves it. */
export const conformanceErrors = {
  CONFORMANCE_UNREACHABLE: {
    status: 503,
    what: 'The subgraph cannot be asked',
    solve: 'Start the subgraph, and give the address of its GraphQL endpoint and the key of its CLAIMS_KEYS.',
  },
  CONFORMANCE_UNKNOWN_CASE: {
    status: 400,
    what: 'There is no such case of conformance',
    solve: 'Name cases as the scorecard does.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const conformanceFault = faultsOf(conformanceErrors);
