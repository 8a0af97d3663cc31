/** The response as bytes, written as Apollo Server writes it, so that a client cannot tell which way it came. */
import type { GraphQLError, GraphQLFormattedError } from 'graphql';

/** What of an outcome goes into the response. */
export interface ResponseParts {
  /** JSON; `undefined` when nothing ran, and then the response has no `data`. */
  readonly dataText: string | undefined;
  readonly errors: readonly GraphQLError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** `errors`, `data`, `extensions`, in the order Apollo Server has them, and its line end. */
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

/** An error as it leaves: it always has a code. */
export function formattedError(error: GraphQLError): GraphQLFormattedError {
  const extensions = { ...error.extensions, code: error.extensions['code'] ?? 'INTERNAL_SERVER_ERROR' };
  return { ...error.toJSON(), extensions };
}

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** What clients really send, and what Apollo Server's negotiation makes of it; a test holds the two together. */
const KNOWN_ACCEPT: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/json, text/plain, */*', JSON_TYPE],
  ['application/json, multipart/mixed', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
]);

/** @returns the content type for an `accept` header, or `undefined`: not one that is known here */
export function knownContentType(accept: string | undefined): string | undefined {
  return KNOWN_ACCEPT.get(accept);
}
