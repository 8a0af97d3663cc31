/** Errors of execution. Those with status 200 affect only the fields at their path. */
import { faultsOf } from '../../base/errors.ts';

/** Code -> HTTP status, meaning and remedy; printed in docs/errors.md. */
export const executeErrors = {
  BAD_REPLY: {
    status: 200,
    what: 'A subgraph did not answer with data',
    solve: 'The subgraph in extensions.service must answer as GraphQL over HTTP requires: an object `data`, or errors.',
  },
  BAD_USER_INPUT: {
    status: 400,
    what: 'The variables do not fit the operation',
    solve:
      'Send each variable that the operation declares, with a value of its type; the message names the one that does not fit.',
  },
  DOWNSTREAM_SERVICE_ERROR: {
    status: 200,
    what: 'A subgraph answered with an error that has no code of its own',
    solve: 'Read the message; the subgraph named in extensions.service wrote it. Its owner can add a code.',
  },
  ENTITIES_MISFIT: {
    status: 200,
    what: 'A subgraph did not return the requested entities',
    solve:
      'The subgraph in extensions.service must answer `_entities` with one entry for each representation, in their order.',
  },
  ENTITY_MISMATCH: {
    status: 200,
    what: 'A subgraph returned another entity than the requested one',
    solve:
      'The subgraph in extensions.service must answer `_entities` in the order of the representations, with their keys.',
  },
  KEY_NOT_RESOLVABLE: {
    status: 200,
    what: 'The plan selects no key by which the subgraph can resolve an entity',
    solve:
      'Add to the type in the subgraph of extensions.service a key without `resolvable: false`, of fields that it has itself.',
  },
  PLAN_NOT_SUPPORTED: {
    status: 500,
    what: 'The plan has a step that cannot be run',
    solve: 'Plan without incremental delivery (@defer) and without subscriptions.',
  },
  REQUIRED_MISSING: {
    status: 200,
    what: 'A field could not be fetched: a value of its key or of its @requires is missing',
    solve:
      'The subgraphs that own the field in the message must answer it as their schemas declare. If it failed, its own error is in the same response.',
  },
  SUBGRAPHS_DISAGREE: {
    status: 200,
    what: 'Two subgraphs returned different values of the same object; the first answer was kept',
    solve: 'Make the subgraphs that share the type at this path return the same values.',
  },
} as const;

/** Makes a `CodedError` of `executeErrors`. */
export const executeFault = faultsOf(executeErrors);
