/** What leaves when an operation cannot be made ready. */
import { faultsOf } from '../../base/errors.ts';

export const planErrors = {
  OPERATION_SHAPE: {
    status: 400,
    what: 'The operation has more of something than a request may',
    solve: 'Split the operation; the message names what there is too much of.',
  },
  OPERATION_TOO_LARGE: {
    status: 400,
    what: 'The operation is larger than this gateway takes',
    solve:
      'Ask for less at once: the message names what there is too much of, fragments counted each time they are spread.',
  },
  PLAN_ABANDONED: {
    status: 499,
    what: 'Nobody waited any more for the operation to be planned',
    solve: 'Nothing is wrong: everybody who asked for it went away before its turn came.',
  },
  PLAN_BUSY: {
    status: 503,
    what: 'Too many new operations wait to be planned',
    solve:
      'Wait the seconds that retryAfter and the header Retry-After say; operations that are already known are still answered.',
  },
  PLAN_FAILED: {
    status: 500,
    what: 'The operation could not be planned',
    solve: 'Send the operation and the request id to the operator; the supergraph may be at fault.',
  },
  PLAN_TIMEOUT: {
    status: 400,
    what: 'The operation took too long to plan',
    solve: 'Split the operation; the operator sets PLAN_TIMEOUT.',
  },
  PLAN_TOO_LARGE: {
    status: 400,
    what: 'The plan of the operation is too large',
    solve: 'Split the operation; the operator sets PLAN_MEMORY and PLAN_BYTES.',
  },
  PLANNER_NOT_STARTED: {
    status: 500,
    what: 'The planner does not take the supergraph',
    solve: 'Compose the supergraph again with a current Federation 2 composer; the message says what is wrong with it.',
  },
  RIGHTS_NOT_ENFORCED: {
    status: 403,
    what: 'The operation needs a field that the caller may not read',
    solve: 'Leave out the field that the message names, or ask for the right to read it.',
  },
} as const;

export const planFault = faultsOf(planErrors);
