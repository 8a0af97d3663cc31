/** Of many errors only the first are listed; one further error states how many more there were. */
import { GraphQLError } from 'graphql';
import { replyFault } from './errors.ts';

/** The most errors that a response lists: a subgraph's reply may be wrong at every single value. */
export const MOST_LISTED_ERRORS = 1_000;

/** @param count of the errors that are not listed */
export function furtherErrors(count: number): GraphQLError {
  const error = replyFault('MORE_ERRORS', `${count} more`);
  return new GraphQLError(error.message, { extensions: error.extensions, originalError: error });
}
