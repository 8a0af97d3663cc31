/** Errors that leave with a code. The message states what was expected, and repeats nothing that may be somebody's. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

export class CodedError extends GraphQLError {
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message, { extensions: { code } });
    this.status = status;
  }

  get code(): string {
    return String(this.extensions['code']);
  }
}

/** graphql-js repeats values in its messages: of variables, of literals, of strings in a document that it cannot read. */
const withoutValues = (message: string): string =>
  message
    .replace(/ got invalid value .*$/s, ' got an invalid value')
    .replace(/ cannot represent ([^:]*):.*$/s, ' cannot represent $1')
    .replace(/^(Expected value of type "[^"]+"), found .*$/s, '$1')
    .replace(/^Value ".*" does not exist in /s, 'The value does not exist in ')
    .replace(/ (String|BlockString|Int|Float) ".*"/s, ' $1');

/** @returns what leaves of an error: its code always, its message unless it is of the inside, never a stack */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  let origin = thrown;
  while (origin instanceof GraphQLError && origin.originalError !== undefined) origin = origin.originalError;
  const { locations, path } = formatted;
  if (!(origin instanceof GraphQLError)) {
    // The message may hold what the database holds, so the log gets the kind and the place only.
    process.stderr.write(`${origin instanceof Error ? origin.name : 'error'} at ${path?.join('.') ?? 'the request'}\n`);
    return { message: 'The subgraph failed', locations, path, extensions: { code: 'INTERNAL' } };
  }
  const code = formatted.extensions?.['code'] ?? 'BAD_DOCUMENT';
  return { message: withoutValues(formatted.message), locations, path, extensions: { code } };
}
