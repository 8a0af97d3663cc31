/** The codes of bills and payments alone; those of any change stand in `../../changes/errors.ts`. docs/errors.md lists them. */
import { faultsOf, type ErrorTable } from '../../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const payingErrors = {
  PROGRAMME_NOT_FOUND: {
    status: 404,
    what: 'There is no such programme',
    solve: 'Look its code up in programmes.',
  },
  BILL_NOT_FOUND: {
    status: 404,
    what: 'The programme has no bill for this month',
    solve: 'Record the bill first with recordBill; the batches of the programme are those that there are.',
  },
  BILL_EXISTS: {
    status: 409,
    what: 'The programme has a bill for this month',
    solve: 'A programme has one bill a month: look at the batches of the programme.',
  },
  REFERENCE_USED: {
    status: 409,
    what: 'A payment with this reference is recorded',
    solve: 'Look it up in payments: a payment order is paid once.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes */
export const payingFault = faultsOf(payingErrors);
