/**
 * What of an error leaves: errors that somebody gave a code as they are, everything else as one code. A message that nobody wrote for clients may hold a
 * query to the database, a path, a person.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CodedError, internalErrors } from '../../base/errors.ts';
import { withoutNumbers } from '../../base/person-numbers.ts';
import type { ErrorView, ErrorViews } from './settings.ts';
import { starred } from './starred.ts';

/** Codes of GraphQL servers whose messages graphql-js or Apollo Server wrote about the request itself. */
const ABOUT_THE_REQUEST = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Codes under which a subgraph says no more than that something was thrown in it. */
const THROWN = new Set<unknown>(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);

/** The code of an error of which nothing is shown. */
const MASKED_SUBGRAPH = 'DOWNSTREAM_SERVICE_ERROR';

/** A message repeats the caller's own input; this much of it is enough to find the place, and for what graphql-js and Apollo Server say by themselves. */
const LONGEST = 400;

const MASKED = { message: internalErrors.INTERNAL.what, code: 'INTERNAL' } as const;

/** What a subgraph has said, for operators, whatever clients see of it: its message, somebody's number taken out. */
export interface SubgraphErrorReport {
  readonly requestId: string;
  readonly subgraph: string;
  readonly code: unknown;
  readonly said: string;
}

export interface SubgraphErrors {
  /** What clients see of them. */
  readonly views: ErrorViews;
  /** Called once a request for each thing that a subgraph says. */
  readonly report: (said: SubgraphErrorReport) => void;
}

/** The longest message of a subgraph that is reported, in characters. */
const LONGEST_REPORT = 2_000;

/** So many different things that subgraphs say are reported of one request, and then that there are more. */
const MOST_REPORTS = 20;

/**
 * Masks, and reports what leaves as a fault of this gateway (whoever throws need not say so too), and what subgraphs have said.
 * @param report gets what was thrown and the id of the request
 */
export function maskAndReport(report: (thrown: unknown, requestId: string) => void, subgraphs?: SubgraphErrors) {
  let told = { requestId: '', said: new Set<string>() };
  const tell = ({ message, extensions }: GraphQLFormattedError, requestId: string): void => {
    // The errors of one answer are masked one after the other; one that stands at many places is one.
    if (told.requestId !== requestId) told = { requestId, said: new Set() };
    const { service, code } = extensions!;
    const key = `${String(service)} ${message}`;
    if (told.said.size > MOST_REPORTS || told.said.has(key)) return;
    told.said.add(key);
    if (told.said.size > MOST_REPORTS)
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
      said: withoutNumbers(message).slice(0, LONGEST_REPORT),
    });
  };
  return (formatted: GraphQLFormattedError, thrown: unknown, requestId: string): GraphQLFormattedError => {
    if (isSubgraphs(formatted, thrown)) tell(formatted, requestId);
    const masked = maskError(formatted, thrown, subgraphs?.views);
    if (masked.extensions?.code === MASKED.code && masked.extensions.service === undefined)
      report(originOf(thrown), requestId);
    return masked;
  };
}

/** Written by a subgraph, not by this gateway about one. */
function isSubgraphs({ extensions }: GraphQLFormattedError, thrown: unknown): boolean {
  return extensions?.service !== undefined && thrown instanceof GraphQLError && thrown.originalError === undefined;
}

function viewOf({ extensions }: GraphQLFormattedError, views: ErrorViews | undefined): ErrorView {
  return views?.named.get(String(extensions!.service)) ?? views?.usual ?? 'codes';
}

function originOf(thrown: unknown): unknown {
  return (thrown as { originalError?: unknown } | undefined)?.originalError ?? thrown;
}

/**
 * @param formatted as graphql-js formats it
 * @param thrown what was thrown, perhaps inside a GraphQLError
 * @param views what of subgraphs' errors is shown; those with a code unless told otherwise
 */
export function maskError(
  formatted: GraphQLFormattedError,
  thrown?: unknown,
  views?: ErrorViews,
): GraphQLFormattedError {
  const original = (thrown as { originalError?: unknown } | undefined)?.originalError;
  const code = formatted.extensions?.code;
  const service = formatted.extensions?.service;
  // An error with a code and nothing thrown behind it was made for clients, here or by a subgraph.
  const view = isSubgraphs(formatted, thrown) ? viewOf(formatted, views) : 'codes';
  if (view === 'mask') return { ...placeOf(formatted), ...maskOf(MASKED_SUBGRAPH, service) };
  const written =
    view === 'pass' ||
    (thrown instanceof GraphQLError && original === undefined && code !== undefined && !THROWN.has(code));
  const known =
    written || thrown instanceof CodedError || original instanceof CodedError || ABOUT_THE_REQUEST.has(code);
  if (!known) return { ...placeOf(formatted), ...maskOf(code, service) };
  // This gateway's own say how long to wait and what was estimated; only others' numbers may be somebody's.
  const extensions = starred(formatted.extensions ?? {}, isSubgraphs(formatted, thrown)) as Record<string, unknown>;
  return {
    ...placeOf(formatted),
    message: cut(withoutNumbers(withoutValue(withoutSuggestion(formatted.message)))),
    extensions,
  };
}

function maskOf(code: unknown, service: unknown): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  if (service === undefined) return { message: MASKED.message, extensions: { code: MASKED.code } };
  return {
    message: `The subgraph ${String(service)} failed at this field; its log says why`,
    extensions: { code: starred(code, true), service },
  };
}

function placeOf({ path, locations }: GraphQLFormattedError): Pick<GraphQLFormattedError, 'path' | 'locations'> {
  return { ...(path && { path }), ...(locations && { locations }) };
}

/** Whoever probes for names learns from "Did you mean …?" what they were not shown. */
function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean .+\?$/s, '').replace(/ Did you mean to [^?]*\?/g, '');
}

/**
 * graphql-js repeats a value in front of what a scalar has to say about it. The scalar knows whether it may be repeated: a NIK with a
 * slip is still nearly somebody's.
 */
function withoutValue(message: string): string {
  return message
    .replace(/ got invalid value [^]*; (Expected type ")/, ' got an invalid value; $1')
    .replace(/(Expected value of type "[^"]+"), found [^]*; /, '$1; ');
}

function cut(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST).toWellFormed()}…` : message;
}
