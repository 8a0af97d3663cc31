/** An operation that is invalid by GraphQL's specification: it does not parse, does not fit the schema, or is not in the document. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Apollo Server's codes of invalid operations. */
export type InvalidCode = 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'OPERATION_RESOLUTION_FAILURE';

/** Has every error found, each with Apollo Server's code for it. HTTP status 400. */
export class OperationInvalid extends Error {
  readonly code: InvalidCode;
  readonly status = 400;
  readonly errors: readonly GraphQLError[];

  constructor(code: InvalidCode, errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message ?? code);
    this.name = 'OperationInvalid';
    this.code = code;
    this.errors = errors.map((error) => located(error, code));
  }
}

/** graphql-js derives locations from a source; ours were found in another thread, so they are set directly. */
function located({ message, locations }: GraphQLFormattedError, code: InvalidCode): GraphQLError {
  const error = new GraphQLError(message, { extensions: { code } });
  if (locations) Object.defineProperty(error, 'locations', { value: locations, enumerable: true });
  return error;
}
