/** What can be wrong with subgraphs' values when they are written into a response. Each becomes an entry of `errors` with its path. */
import { faultsOf } from '../../base/errors.ts';

/** Codes of the reply stage. */
export const replyErrors = {
  BAD_SUBGRAPH_VALUE: {
    status: 200,
    what: 'A subgraph answered a value that does not fit the schema',
    solve: 'Correct the resolver at the path of the error; the message says what was expected and what came.',
  },
  FIELD_NOT_PLANNED: {
    status: 200,
    what: 'The query plan asks no subgraph for this field',
    solve:
      'No subgraph can answer it as the supergraph stands: an interface that no object type implements, most often. Compose it with an object type.',
  },
  MORE_ERRORS: {
    status: 200,
    what: 'There are more errors than are told one by one',
    solve:
      'Those that are told say what is wrong: correct it, and ask again. The message says how many more there were, and whose.',
  },
  NULL_IN_NON_NULL: {
    status: 200,
    what: 'Cannot return null for non-nullable field',
    solve:
      'The subgraph that owns the field answered null, or left it out, though its schema says it never does: correct it there.',
  },
} as const;

/** Makes an error with one of these codes. */
export const replyFault = faultsOf(replyErrors);
