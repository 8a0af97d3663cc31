/** An operation that GraphQL itself refuses: it does not parse, does not fit the schema, or is not in the document. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

export type InvalidCode = 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'OPERATION_RESOLUTION_FAILURE';

/** Carries every error found, each with the code that Apollo Server gives it. HTTP status 400. */
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

/** graphql-js derives locations from a source; ours were found in another thread, so they are put in their place. */
function located({ message, locations }: GraphQLFormattedError, code: InvalidCode): GraphQLError {
  const error = new GraphQLError(message, { extensions: { code } });
  if (locations) Object.defineProperty(error, 'locations', { value: locations, enumerable: true });
  return error;
}
