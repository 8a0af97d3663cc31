/** Refusals of requests for what the caller may not read, and of supergraphs whose policy is not valid. */
import { faultsOf, type CodedError } from '../../../base/errors.ts';

/** Codes of the policy, with the HTTP status, the text a client reads and the way out. Listed in docs/errors.md. */
export const policyErrors = {
  BAD_POLICY: {
    status: 500,
    what: 'A privacy directive of the supergraph cannot be read',
    solve:
      'Correct the directive at the coordinate the message names; schema/directives/privacy.graphql is its definition.',
  },
  BAD_PURPOSE: {
    status: 400,
    what: 'The stated purpose is not on the list',
    solve: 'Send x-purpose with one of the purposes the message lists, or leave it out.',
  },
  FORBIDDEN_FIELD: {
    status: 403,
    what: 'You may not read this field',
    solve: 'Ask the owner of the data for the scope, or leave the field out; it was not requested from any subgraph.',
  },
  FORBIDDEN_FILTER: {
    status: 403,
    what: 'You may not filter or sort by this',
    solve:
      'Leave the argument, filter or order out, or ask the owner of the data for the scope of what it filters by; nothing was requested from any subgraph.',
  },
  PURPOSE_REQUIRED: {
    status: 403,
    what: 'This is readable, and can be filtered by, only for a stated purpose',
    solve: 'Send x-purpose with a purpose it allows; each answer with personal data is recorded with it.',
  },
  UNPERTURBED_COUNT: {
    status: 200,
    what: 'A subgraph sent a small count without perturbing it, so it is not shown',
    solve:
      'The owner of the subgraph that the message names perturbs its counts for callers whose claims have cells: perturbed (docs/disclosure.md).',
  },
} as const;

/** Makes a CodedError of one of these codes, with a detail and extensions. */
export const policyFault = faultsOf(policyErrors);

/** A mutation is not read: who may not have it is told so. */
const ofChanges = { FORBIDDEN_FIELD: { ...policyErrors.FORBIDDEN_FIELD, what: 'You may not make this change' } };
const faultOfChange = faultsOf(ofChanges);

/** @param detail what else is expected @returns the refusal of a field, or of a change, by its coordinate */
export function deniedFault(
  code: 'FORBIDDEN_FIELD' | 'FORBIDDEN_FILTER' | 'PURPOSE_REQUIRED',
  coordinate: string,
  detail = '',
): CodedError {
  const more = { extensions: { coordinate } };
  return code === 'FORBIDDEN_FIELD' && coordinate.startsWith('Mutation.')
    ? faultOfChange(code, coordinate + detail, more)
    : policyFault(code, coordinate + detail, more);
}
