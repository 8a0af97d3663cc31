/** Of many errors the first are told each for itself, and one says how many more there were. */
import { GraphQLError } from 'graphql';
import { replyFault } from './errors.ts';

/** So many are told: a reply of a subgraph may be wrong at every one of its values, and a failure may stand anywhere. */
export const MOST_LISTED_ERRORS = 1_000;

export function furtherErrors(count: number): GraphQLError {
  const error = replyFault('MORE_ERRORS', `${count} more`);
  return new GraphQLError(error.message, { extensions: error.extensions, originalError: error });
}
