/** The codes of files that are taken out of the graph. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const filesOutErrors = {
  VALUES_MASKED: {
    status: 403,
    what: 'The graph gave values masked',
    solve:
      'State a purpose that the field allows, and ask as a role with the scopes to see it in full; the message names the field.',
  },
  READS_UNRECORDED: {
    status: 403,
    what: 'The gateway does not wait for the audit',
    solve:
      'Tell the operator: persons leave in a file only where each read is recorded (the guard on, AUDIT_URI set, AUDIT_WAIT on).',
  },
  RATE_MISSING: {
    status: 500,
    what: 'No contribution rate holds for a sector in a month',
    solve: "Add it to the city's file contribution-rates.csv, then npm run city -- load.",
  },
  PROGRAMME_MISSING: {
    status: 400,
    what: 'There is no such programme, or an agency that knows of it does not answer',
    solve: 'Check the code; programmes of the graph lists them.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const filesOutFault = faultsOf(filesOutErrors);
