/** What leaves when a request is too much: for this gateway, for this caller, or for this minute. */
import { faultsOf } from '../../../base/errors.ts';

export const limitErrors = {
  BAD_PLAN_REQUEST: {
    status: 400,
    what: 'The header apollo-expose-query-plan says something unknown',
    solve: 'Send true for the plan beside the answer, dry-run for the plan alone, or leave the header out.',
  },
  COST_BUDGET_SPENT: {
    status: 429,
    what: 'The cost budget of this minute is spent',
    solve: 'Wait the seconds that retryAfter says, or ask for less at once.',
  },
  COST_TOO_HIGH: {
    status: 400,
    what: 'The operation costs more than a request may',
    solve: 'Ask for smaller pages or fewer nested lists; the message says the estimate and the budget.',
  },
  INTROSPECTION_REFUSED: {
    status: 403,
    what: 'Introspection is not open to this caller',
    solve: 'Ask with a role that has the scope schema:introspect, or read the published SDL.',
  },
  LIST_SIZE_UNKNOWN: {
    status: 400,
    what: 'The size of a list is not said as its field asks for',
    solve: 'Give exactly one of the slicing arguments that the message names.',
  },
  OPERATORS_ONLY: {
    status: 403,
    what: 'This is for who runs the gateway',
    solve: 'Ask with a role that has the scope subgraphs:read; where the guard is off, from the machine itself.',
  },
  PERSONS_BUDGET_SPENT: {
    status: 429,
    what: 'More persons were asked for than this caller may in a minute',
    solve: 'Wait the seconds that retryAfter says, or ask for smaller pages.',
  },
  PERSONS_TOO_MANY: {
    status: 403,
    what: 'The operation asks for more persons than this caller may in a whole minute',
    solve: 'Ask for smaller pages, or with a role that may see persons; waiting does not help.',
  },
  PLAN_REFUSED: {
    status: 403,
    what: 'Plans are not open to this caller',
    solve:
      'Ask with a role that has the scope plan:read, or leave out the header apollo-expose-query-plan; nothing has run.',
  },
  RATE_LIMITED: {
    status: 429,
    what: 'Too many requests in this minute',
    solve: 'Wait the seconds that retryAfter says.',
  },
} as const;

export const limitFault = faultsOf(limitErrors);
