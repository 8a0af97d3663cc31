/** What of an error leaves the subgraph: coded errors whole, a database that is gone by its code, everything else as INTERNAL without its message or stack. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { mongo, Error as MongooseError } from 'mongoose';
import { CodedError } from '../../base/errors.ts';
import { subgraphFault } from '../errors.ts';

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
  const message = withoutValues(formatted.message);
  if (origin instanceof CodedError) return { ...formatted, message, extensions: { ...origin.extensions } };
  if (origin instanceof GraphQLError) return { ...formatted, message, extensions: { code: codeOf(formatted) } };
  report(origin);
  const { locations, path } = formatted;
  if (isOfLostDatabase(origin)) {
    const { code, message } = subgraphFault('DATABASE_UNREACHABLE');
    return { message, locations, path, extensions: { code } };
  }
  return { message: 'The subgraph failed', locations, path, extensions: { code: 'INTERNAL' } };
}

/** The driver finds no server, or has lost the connection and the one that it tried again. It is mongoose's own driver, which may not be the one that this tree imports. */
const isOfLostDatabase = (thrown: unknown): boolean =>
  thrown instanceof mongo.MongoNetworkError ||
  thrown instanceof mongo.MongoServerSelectionError ||
  thrown instanceof MongooseError.MongooseServerSelectionError;

/**
 * graphql-js repeats in its messages what was given: variables, literals, strings in a document that it cannot read. Any of these may be
 * somebody's name or NIK. Where in the variable it stands is kept, names of the contract and places in lists: of a hundred rows one is wrong. Where a scalar of ours refused a value, its own message follows, which repeats none.
 */
const withoutValues = (message: string): string =>
  message
    .replace(
      /^(Variable "\$(\w+)") got invalid value .*? at "(\2(?:\.\w+|\[\d+\])+)"; .*$/s,
      '$1 got an invalid value at "$3"',
    )
    .replace(/ got invalid value .*$/s, ' got an invalid value')
    .replace(/ cannot represent ([^:]*):.*$/s, ' cannot represent $1')
    .replace(/^(Expected value of type "[^"]+"), found .*$/s, '$1')
    .replace(/^Value ".*" does not exist in /s, 'The value does not exist in ')
    .replace(/ (String|BlockString|Int|Float) ".*"/s, ' $1');

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
