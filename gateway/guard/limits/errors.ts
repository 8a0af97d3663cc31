/** Refusals of requests that exceed a limit: of this gateway, of this caller, or of this minute. */
import { faultsOf } from '../../../base/errors.ts';

/** Codes of the limits, with the HTTP status, the text a client reads and the way out. Listed in docs/errors.md. */
export const limitErrors = {
  BAD_EXPLAIN_REQUEST: {
    status: 400,
    what: 'The header x-explain has an unknown value',
    solve: 'Send true for an answer with its explanation, or leave the header out.',
  },
  BAD_PLAN_REQUEST: {
    status: 400,
    what: 'The header apollo-expose-query-plan has an unknown value',
    solve: 'Send true for the plan beside the answer, dry-run for the plan alone, or leave the header out.',
  },
  COST_BUDGET_SPENT: {
    status: 429,
    what: 'The cost budget of this minute is spent',
    solve: 'Wait for the seconds in retryAfter, or request less at once.',
  },
  COST_TOO_HIGH: {
    status: 400,
    what: 'The operation costs more than a request may',
    solve: 'Request smaller pages or fewer nested lists; the message states the estimate and the budget.',
  },
  EXPLAIN_REFUSED: {
    status: 403,
    what: 'Explanations are not open to this caller',
    solve: 'Use a role with the scope explain:read, or leave out the header x-explain; nothing has run.',
  },
  INTROSPECTION_REFUSED: {
    status: 403,
    what: 'Introspection is not open to this caller',
    solve: 'Use a role with the scope schema:introspect, or read the published SDL.',
  },
  LIST_SIZE_UNKNOWN: {
    status: 400,
    what: 'The size of a list is not stated as its field requires',
    solve: 'Pass exactly one of the slicing arguments that the message names.',
  },
  OPERATORS_ONLY: {
    status: 403,
    what: 'Only operators of the gateway may do this',
    solve:
      'Use a role with the scope subgraphs:read; where the guard is off, send the request from the machine of the gateway.',
  },
  PERSONS_BUDGET_SPENT: {
    status: 429,
    what: 'The operation requests more persons than this caller may see in the rest of this minute',
    solve: 'Wait for the seconds in retryAfter, or request smaller pages.',
  },
  PERSONS_TOO_MANY: {
    status: 403,
    what: 'The operation requests more persons than this caller may see in a whole minute',
    solve: 'Request smaller pages, or use a role that may see persons; waiting does not help.',
  },
  PLAN_REFUSED: {
    status: 403,
    what: 'Plans are not open to this caller',
    solve: 'Use a role with the scope plan:read, or leave out the header apollo-expose-query-plan; nothing has run.',
  },
  RATE_LIMITED: {
    status: 429,
    what: 'Too many requests in this minute',
    solve: 'Wait for the seconds in retryAfter.',
  },
} as const;

/** Makes a CodedError of one of these codes, with details and extensions. */
export const limitFault = faultsOf(limitErrors);
