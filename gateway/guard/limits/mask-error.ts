/**
 * What of an error leaves: errors that somebody gave a code as they are, everything else as one code. A message that nobody wrote for clients may hold a
 * query to the database, a path, a person.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CodedError, internalErrors, withoutNumbers } from '../../../base/errors.ts';

/** Codes of GraphQL servers whose messages graphql-js or Apollo Server wrote about the request itself. */
const ABOUT_THE_REQUEST = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Codes under which a subgraph says no more than that something was thrown in it. */
const THROWN = new Set<unknown>(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);

/** A message repeats the caller's own input; this much of it is enough to find the place. */
const LONGEST = 300;

/** Extensions that some servers fill with where and why they threw. */
const INNER = new Set(['stacktrace', 'exception', 'debug']);

const MASKED = { message: internalErrors.INTERNAL.what, code: 'INTERNAL' } as const;

/**
 * Masks, and reports what leaves as a fault of this gateway: whoever throws need not say so too.
 * @param report gets what was thrown and the id of the request
 */
export function maskAndReport(report: (thrown: unknown, requestId: string) => void) {
  return (formatted: GraphQLFormattedError, thrown: unknown, requestId: string): GraphQLFormattedError => {
    const masked = maskError(formatted, thrown);
    if (masked.extensions?.code === MASKED.code && masked.extensions.service === undefined) report(originOf(thrown), requestId);
    return masked;
  };
}

function originOf(thrown: unknown): unknown {
  return (thrown as { originalError?: unknown } | undefined)?.originalError ?? thrown;
}

/**
 * @param formatted as graphql-js formats it
 * @param thrown what was thrown, perhaps inside a GraphQLError
 */
export function maskError(formatted: GraphQLFormattedError, thrown?: unknown): GraphQLFormattedError {
  const original = (thrown as { originalError?: unknown } | undefined)?.originalError;
  const code = formatted.extensions?.code;
  const service = formatted.extensions?.service;
  // An error with a code and nothing thrown behind it was made for clients, here or by a subgraph.
  const written = thrown instanceof GraphQLError && original === undefined && code !== undefined && !THROWN.has(code);
  const known = written || thrown instanceof CodedError || original instanceof CodedError || ABOUT_THE_REQUEST.has(code);
  if (!known) return { ...placeOf(formatted), ...maskOf(code, service) };
  const extensions = Object.fromEntries(Object.entries(formatted.extensions ?? {}).filter(([name]) => !INNER.has(name)));
  return { ...placeOf(formatted), message: cut(withoutNumbers(withoutValue(withoutSuggestion(formatted.message)))), extensions };
}

function maskOf(code: unknown, service: unknown): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  if (service === undefined) return { message: MASKED.message, extensions: { code: MASKED.code } };
  return { message: `The subgraph ${String(service)} failed at this field; its log says why`, extensions: { code, service } };
}

function placeOf({ path, locations }: GraphQLFormattedError): Pick<GraphQLFormattedError, 'path' | 'locations'> {
  return { ...(path && { path }), ...(locations && { locations }) };
}

/** Whoever probes for names learns from "Did you mean …?" what he was not shown. */
function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean .+\?$/s, '').replace(/ Did you mean to [^?]*\?/g, '');
}

/**
 * graphql-js repeats a value in front of what a scalar has to say about it. The scalar knows whether it may be repeated: a NIK with a
 * slip is still nearly somebody's.
 */
function withoutValue(message: string): string {
  return message.replace(/ got invalid value [^]*; (Expected type ")/, ' got an invalid value; $1').replace(/(Expected value of type "[^"]+"), found [^]*; /, '$1; ');
}

function cut(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST).toWellFormed()}…` : message;
}
