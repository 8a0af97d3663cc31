/** The body of a response, byte for byte as Apollo Server writes it, so that both ways of a request answer alike. */
import type { GraphQLError, GraphQLFormattedError } from 'graphql';

/** The parts of a response. */
export interface ResponseParts {
  /** JSON; `undefined` when nothing ran, and then the response has no `data`. */
  readonly dataText: string | undefined;
  readonly errors: readonly GraphQLError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The body: `errors`, `data`, `extensions` in Apollo Server's order, and its line end. */
export function responseText(
  answer: ResponseParts,
  format: (error: GraphQLError) => GraphQLFormattedError = formattedError,
): string {
  const errors = answer.errors.length === 0 ? '' : `"errors":${JSON.stringify(answer.errors.map(format))}`;
  const data = answer.dataText === undefined ? '' : `${errors && ','}"data":${answer.dataText}`;
  const extensions =
    answer.extensions === undefined
      ? ''
      : `${(errors || data) && ','}"extensions":${JSON.stringify(answer.extensions)}`;
  return `{${errors}${data}${extensions}}\n`;
}

/** An error as JSON; one without a code gets INTERNAL_SERVER_ERROR. */
export function formattedError(error: GraphQLError): GraphQLFormattedError {
  const extensions = { ...error.extensions, code: error.extensions['code'] ?? 'INTERNAL_SERVER_ERROR' };
  return { ...error.toJSON(), extensions };
}
