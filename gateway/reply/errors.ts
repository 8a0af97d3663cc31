/** What can be wrong with a subgraph's values when they are written into a response. Each stands in `errors` with its path. */
import { faultsOf } from '../../base/errors.ts';

export const replyErrors = {
  BAD_SUBGRAPH_VALUE: {
    status: 200,
    what: 'A subgraph answered a value that does not fit the schema',
    solve: 'Correct the resolver at the path of the error; the message says what was expected and what came.',
  },
  NULL_IN_NON_NULL: {
    status: 200,
    what: 'Cannot return null for non-nullable field',
    solve: 'The subgraph that owns the field answered null, or left it out, though its schema says it never does: correct it there.',
  },
} as const;

export const replyFault = faultsOf(replyErrors);
