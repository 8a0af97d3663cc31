/** What of an error leaves the subgraph: coded errors whole, everything else as INTERNAL without its message or stack. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CodedError } from '../../base/errors.ts';

/**
 * @param formatted the error as Apollo Server or graphql-js would send it
 * @param thrown what was thrown
 * @param report receives what is hidden from the caller, for the log
 * @returns the error that leaves, always with a code
 */
export function formatError(
  formatted: GraphQLFormattedError,
  thrown: unknown,
  report: (cause: unknown) => void,
): GraphQLFormattedError {
  const origin = originOf(thrown);
  if (origin instanceof CodedError) return { ...formatted, extensions: { ...origin.extensions } };
  if (origin instanceof GraphQLError) return { ...formatted, extensions: { code: codeOf(formatted) } };
  report(origin);
  const { locations, path } = formatted;
  return { message: 'The subgraph failed', locations, path, extensions: { code: 'INTERNAL' } };
}

/** graphql-js and Apollo Server wrap what a resolver or a scalar threw, sometimes twice. */
function originOf(thrown: unknown): unknown {
  let origin = thrown;
  while (origin instanceof GraphQLError && origin.originalError !== undefined && origin.originalError !== origin) {
    origin = origin.originalError;
  }
  return origin;
}

/** Apollo's own codes stay; a document that graphql-js refuses has none. */
const codeOf = (formatted: GraphQLFormattedError): unknown => formatted.extensions?.['code'] ?? 'BAD_DOCUMENT';
