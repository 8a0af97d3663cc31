/**
 * What of an error leaves the gateway: an error with a code leaves as it is, everything else as one code. A message that was not written for
 * clients may contain a database query, a path or a person's data.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CodedError, internalErrors } from '../../base/errors.ts';
import { withoutNumbers } from '../../base/person-numbers.ts';
import type { ErrorView, ErrorViews } from './settings.ts';
import { starred } from './starred.ts';

/** Codes under which graphql-js and Apollo Server describe the request itself. */
const ABOUT_THE_REQUEST = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Codes under which a subgraph only states that something was thrown in it. */
const THROWN = new Set<unknown>(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);

/** The code of a subgraph's error of which nothing is shown. */
const MASKED_SUBGRAPH = 'DOWNSTREAM_SERVICE_ERROR';

/** The longest message that leaves, in characters: enough to find the place, though the message may repeat much of the caller's input. */
const LONGEST = 400;

const MASKED = { message: internalErrors.INTERNAL.what, code: 'INTERNAL' } as const;

/** A subgraph's error for the operator's log, whatever clients see of it. */
export interface SubgraphErrorReport {
  readonly requestId: string;
  readonly subgraph: string;
  readonly code: unknown;
  /** Its message, with numbers that may be a person's starred. */
  readonly said: string;
}

/** What happens to subgraphs' errors. */
export interface SubgraphErrors {
  /** What clients see of them. */
  readonly views: ErrorViews;
  /** Called once per request for each different message of a subgraph. */
  readonly report: (error: SubgraphErrorReport) => void;
}

/** The longest message of a subgraph that is reported, in characters. */
const LONGEST_REPORT = 2_000;

/** The most different messages that are reported for one request; one further report states that there are more. */
const MOST_REPORTS = 20;

/**
 * Masks errors. Reports every error that leaves as a fault of this gateway, so that the code that throws it need not, and subgraphs' errors.
 * @param report called with what was thrown and the id of the request
 * @returns what leaves of an error; it is called for the errors of one response after the other
 */
export function maskAndReport(report: (thrown: unknown, requestId: string) => void, subgraphs?: SubgraphErrors) {
  let reported = { requestId: '', messages: new Set<string>() };
  const reportSubgraphs = ({ message, extensions }: GraphQLFormattedError, requestId: string): void => {
    // The errors of one response are masked one after the other; the same error at many places is reported once.
    if (reported.requestId !== requestId) reported = { requestId, messages: new Set() };
    const { service, code } = extensions!;
    const key = `${String(service)} ${message}`;
    const { messages } = reported;
    if (messages.size > MOST_REPORTS || messages.has(key)) return;
    messages.add(key);
    if (messages.size > MOST_REPORTS)
      return subgraphs?.report({
        requestId,
        subgraph: String(service),
        code: starred(code, true),
        said: 'and more, which are not logged',
      });
    subgraphs?.report({
      requestId,
      subgraph: String(service),
      code: starred(code, true),
      said: withoutNumbers(withoutValue(message)).slice(0, LONGEST_REPORT),
    });
  };
  return (formatted: GraphQLFormattedError, thrown: unknown, requestId: string): GraphQLFormattedError => {
    if (isOfSubgraph(formatted, thrown)) reportSubgraphs(formatted, requestId);
    const masked = maskError(formatted, thrown, subgraphs?.views);
    if (masked.extensions?.code === MASKED.code && masked.extensions.service === undefined)
      report(originOf(thrown), requestId);
    return masked;
  };
}

/** True for an error that a subgraph has sent, false for one that this gateway made about a subgraph. */
function isOfSubgraph({ extensions }: GraphQLFormattedError, thrown: unknown): boolean {
  return extensions?.service !== undefined && thrown instanceof GraphQLError && thrown.originalError === undefined;
}

function viewOf({ extensions }: GraphQLFormattedError, views: ErrorViews | undefined): ErrorView {
  return views?.named.get(String(extensions!.service)) ?? views?.usual ?? 'codes';
}

function originOf(thrown: unknown): unknown {
  return (thrown as { originalError?: unknown } | undefined)?.originalError ?? thrown;
}

/**
 * What leaves of an error.
 * @param formatted the error as graphql-js formats it
 * @param thrown what was thrown, perhaps inside of a GraphQLError
 * @param views what is shown of subgraphs' errors; those with a code when left out
 */
export function maskError(
  formatted: GraphQLFormattedError,
  thrown?: unknown,
  views?: ErrorViews,
): GraphQLFormattedError {
  const original = (thrown as { originalError?: unknown } | undefined)?.originalError;
  const code = formatted.extensions?.code;
  const service = formatted.extensions?.service;
  // An error with a code and without a cause was made for clients, here or by a subgraph.
  const view = isOfSubgraph(formatted, thrown) ? viewOf(formatted, views) : 'codes';
  if (view === 'mask') return { ...placeOf(formatted), ...maskOf(MASKED_SUBGRAPH, service) };
  const isForClients =
    view === 'pass' ||
    (thrown instanceof GraphQLError && original === undefined && code !== undefined && !THROWN.has(code));
  const known =
    isForClients || thrown instanceof CodedError || original instanceof CodedError || ABOUT_THE_REQUEST.has(code);
  if (!known) return { ...placeOf(formatted), ...maskOf(code, service) };
  // Numbers of this gateway are waiting times and estimates; only a subgraph's may be a person's.
  const extensions = starred(formatted.extensions ?? {}, isOfSubgraph(formatted, thrown)) as Record<string, unknown>;
  return {
    ...placeOf(formatted),
    message: cut(withoutNumbers(withoutValue(withoutSuggestion(formatted.message)))),
    extensions,
  };
}

function maskOf(code: unknown, service: unknown): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  if (service === undefined) return { message: MASKED.message, extensions: { code: MASKED.code } };
  return {
    message: `The subgraph ${service as string} failed at this field; its log says why`,
    extensions: { code: starred(code, true), service },
  };
}

function placeOf({ path, locations }: GraphQLFormattedError): Pick<GraphQLFormattedError, 'path' | 'locations'> {
  return { ...(path && { path }), ...(locations && { locations }) };
}

/** "Did you mean …?" would show names to a caller who is not allowed to see them. */
function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean .+\?$/s, '').replace(/ Did you mean to [^?]*\?/g, '');
}

/**
 * graphql-js puts the wrong value in front of a scalar's message. Only the scalar knows whether the value may be repeated: a mistyped NIK
 * is still nearly somebody's. Of an input object it puts the whole object there, a person's name beside the field that is missing.
 */
function withoutValue(message: string): string {
  return (
    message
      .replace(/ got invalid value [^]*; (Expected type ")/, ' got an invalid value; $1')
      .replace(/ got invalid value [{[][^]*[}\]]( at "[\w.[\]]+")?; (?=Field "|Expected )/, ' got an invalid value$1; ')
      .replace(/(Expected value of type "[^"]+"), found [^]*; /, '$1; ')
      // Of an enum a word of the contract is repeated, not a sentence.
      .replace(/Value "(?![A-Z][A-Z0-9_]{0,39}")[^]*?" (does not exist in "[^"]+" enum)/, 'The value $1')
  );
}

function cut(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST).toWellFormed()}…` : message;
}
