/** Why the registry refuses a request, or cannot answer one. */
import { faultsOf } from '../../base/errors.ts';

/** Codes of the registry. Listed in docs/errors.md. */
export const registryErrors = {
  REGISTRY_UNAUTHENTICATED: {
    status: 401,
    what: 'The registry does not know who asks',
    solve: 'Send a token of the registry as `authorization: Bearer …`; an operator makes them (POST /v1/tokens).',
  },
  REGISTRY_FORBIDDEN: {
    status: 403,
    what: 'This token may not do that',
    solve: 'Use a token with the right, agency or subgraph that the message names, or ask an operator.',
  },
  REGISTRY_NOT_FOUND: {
    status: 404,
    what: 'The registry has no such thing',
    solve: 'Check the name or number in the address; GET /v1/subgraphs and /v1/supergraphs list what there is.',
  },
  REGISTRY_NAME: {
    status: 409,
    what: 'A subgraph has a name like this one already',
    solve: 'Take another name: two that differ only in capitals, - and _ would be taken for each other.',
  },
  REGISTRY_BAD_REQUEST: {
    status: 400,
    what: 'The request does not fit',
    solve: 'Correct the part that the message names; /docs describes every request.',
  },
  REGISTRY_TOO_LARGE: {
    status: 413,
    what: 'The body is larger than the registry takes',
    solve: 'Send less, or have the operator raise REGISTRY_BODY_LIMIT.',
  },
  REGISTRY_NOT_COMPOSABLE: {
    status: 409,
    what: 'What would be left does not compose, so nothing is changed',
    solve:
      "Each line is one of Apollo Federation's composition errors, or a leak: solve those first, with the owners they concern.",
  },
  REGISTRY_NOTHING_BEFORE: {
    status: 409,
    what: 'There is no other supergraph before this one',
    solve: 'Look at GET /v1/supergraphs; to take one subgraph out use quarantine or retract.',
  },
  REGISTRY_PINNED: {
    status: 409,
    what: 'The supergraph is pinned',
    solve: 'Unpin it first (POST /v1/supergraph/unpin): while it is pinned nothing else is served.',
  },
  REGISTRY_NOT_NOW: {
    status: 409,
    what: 'This is not possible in the state that it is in',
    solve: 'The message names the state; GET shows it.',
  },
  REGISTRY_RACE: {
    status: 503,
    what: 'Others changed the supergraph each time this was tried',
    solve: 'Send it again.',
  },
  REGISTRY_CHECK_FAILED: {
    status: 422,
    what: 'The subgraph could not be checked in the time and memory there is for it',
    solve:
      'Make the subgraph smaller, or have the operator raise REGISTRY_CHECK_TIMEOUT; every other subgraph goes on.',
  },
  REGISTRY_FAILED_OFTEN: {
    status: 429,
    what: 'A version failed its check, and so many of this subgraph failed within a day that it is not kept',
    solve:
      'Check before you publish: `sigap subgraph check` gives the report and writes nothing. What passes is published.',
  },
  REGISTRY_BUSY: {
    status: 503,
    what: 'Too many checks wait',
    solve: 'Send it again; who has sent most is refused first.',
  },
  REGISTRY_DATABASE: {
    status: 503,
    what: 'The database of the registry does not answer',
    solve: 'Look after the database; gateways go on with the supergraph they have.',
  },
  REGISTRY_SIGNING_KEY: {
    status: 500,
    what: 'The key that supergraphs are signed with cannot be read',
    solve:
      'Restore the file that the message names, or delete it for a new key and tell it to every gateway (REGISTRY_KEY).',
  },
  REGISTRY_CONTRACTS: {
    status: 500,
    what: 'The contracts cannot be read',
    solve: 'Correct the file of REGISTRY_CONTRACTS where the message says; docs/registry.md describes it.',
  },
} as const;

/** Makes the registry's errors. */
export const registryFault = faultsOf(registryErrors);
