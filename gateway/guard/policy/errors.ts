/** What leaves when a caller asks for what he may not read, or a supergraph declares a policy that cannot be read. */
import { faultsOf } from '../../../base/errors.ts';

export const policyErrors = {
  BAD_POLICY: {
    status: 500,
    what: 'A privacy directive of the supergraph cannot be read',
    solve: 'Correct the directive at the coordinate the message names; schema/directives/privacy.graphql is its definition.',
  },
  BAD_PURPOSE: {
    status: 400,
    what: 'The stated purpose is not on the list',
    solve: 'Send x-purpose with one of the purposes the message lists, or leave it out.',
  },
  FORBIDDEN_FIELD: {
    status: 403,
    what: 'You may not read this field',
    solve: 'Ask the owner of the data for the scope, or leave the field out; it was not asked of any subgraph.',
  },
  FORBIDDEN_FILTER: {
    status: 403,
    what: 'You may not filter or sort by this',
    solve: 'Leave the argument, filter or order out, or ask the owner of the data for the scope of what it filters by; nothing was asked of any subgraph.',
  },
  PURPOSE_REQUIRED: {
    status: 403,
    what: 'This is readable, and can be filtered by, only for a stated purpose',
    solve: 'Send x-purpose with a purpose it allows; each answer with personal data is recorded with it.',
  },
  ROUNDING_KEY_MISSING: {
    status: 500,
    what: 'Counts over people would be rounded by a key that does not last',
    solve: 'Set ROUNDING_KEY to at least 32 secret characters (openssl rand -hex 32), the same for every gateway of the city.',
  },
} as const;

export const policyFault = faultsOf(policyErrors);
