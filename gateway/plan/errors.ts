/** Errors of the preparation of operations. */
import { faultsOf } from '../../base/errors.ts';

/** Code -> HTTP status, meaning and remedy; printed in docs/errors.md. */
export const planErrors = {
  OPERATION_SHAPE: {
    status: 400,
    what: 'The operation exceeds a limit on its shape',
    solve: 'Split the operation; the message names the limit.',
  },
  OPERATION_TOO_LARGE: {
    status: 400,
    what: 'The operation is larger than this gateway accepts',
    solve: 'Split the operation; the message names the limit. A fragment counts each time it is spread.',
  },
  PLAN_ABANDONED: {
    status: 499,
    what: 'No client waited for the operation any more',
    solve: 'Nothing is wrong: all clients that sent it went away before it was planned.',
  },
  PLAN_BUSY: {
    status: 503,
    what: 'Too many new operations wait to be planned',
    solve:
      'Wait the seconds that retryAfter and the header Retry-After state; operations that are already known are still answered.',
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
    what: 'The planner does not accept the supergraph',
    solve: 'Compose the supergraph again with a current Federation 2 composer; the message names the cause.',
  },
  RIGHTS_NOT_ENFORCED: {
    status: 403,
    what: 'The operation needs a field that the caller may not read',
    solve: 'Remove the field that the message names, or request authorization for it.',
  },
} as const;

/** Makes a `CodedError` of `planErrors`. */
export const planFault = faultsOf(planErrors);
