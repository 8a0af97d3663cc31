/** What can go wrong between a plan and its data. Those with status 200 cost only the fields at their path. */
import { faultsOf } from '../../base/errors.ts';

export const executeErrors = {
  BAD_REPLY: {
    status: 200,
    what: 'A subgraph did not answer with data',
    solve: 'The subgraph in extensions.service must answer as GraphQL over HTTP says: an object `data`, or errors.',
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
    solve: 'Read the message; the subgraph named in extensions.service wrote it. Its owner can give it a code.',
  },
  ENTITIES_MISFIT: {
    status: 200,
    what: 'A subgraph did not answer the entities it was asked for',
    solve:
      'The subgraph in extensions.service must answer `_entities` with one entry for each representation, in their order.',
  },
  ENTITY_MISMATCH: {
    status: 200,
    what: 'A subgraph answered another entity than it was asked for',
    solve:
      'The subgraph in extensions.service must answer `_entities` in the order of the representations, with their keys.',
  },
  KEY_NOT_RESOLVABLE: {
    status: 200,
    what: 'The plan names an entity by no key that its subgraph answers to',
    solve:
      'Give the type in the subgraph of extensions.service a key without `resolvable: false`, of fields that it has itself.',
  },
  PLAN_NOT_SUPPORTED: {
    status: 500,
    what: 'The plan has a step that cannot be run',
    solve: 'Plan without incremental delivery (@defer) and without subscriptions.',
  },
  REQUIRED_MISSING: {
    status: 200,
    what: 'A field could not be asked for: its key, or what it requires, was not answered',
    solve:
      'The subgraphs that own the field in the message must answer it as their schemas say. If it failed, its own error is in the same response.',
  },
  SUBGRAPHS_DISAGREE: {
    status: 200,
    what: 'Two subgraphs answered the same object differently; the first answer was kept whole',
    solve: 'Make the subgraphs that share the type at this path answer the same values.',
  },
} as const;

export const executeFault = faultsOf(executeErrors);
