/** The members of a GraphQL request that stand in a URL, as a GET has them. */
import { httpFault } from './errors.ts';
import type { GraphqlBody } from './graphql-body.ts';

const MEMBERS = ['query', 'operationName', 'variables', 'extensions', 'documentId'] as const;

/**
 * @param search the query string with its `?`, or an empty string
 * @param judge is shown each JSON text before it is parsed, so that its shape can be bounded
 * @returns what names the operation; variables are only judged, since Apollo Server reads them
 * @throws CodedError BAD_JSON, BAD_REQUEST, and what `judge` throws
 */
export function readGraphqlSearch(search: string, judge: (text: string) => void = () => {}): GraphqlBody {
  const members = new URLSearchParams(search);
  for (const name of MEMBERS) {
    if (members.getAll(name).length > 1) throw httpFault('BAD_REQUEST', `expected ${name} once in the URL, got it more often`);
  }
  const variables = members.get('variables');
  if (variables) judge(variables);
  const extensions = members.get('extensions');
  return {
    query: members.get('query') ?? undefined,
    extensions: extensions ? objectOf(extensions, judge) : undefined,
    documentId: members.get('documentId') ?? undefined,
  };
}

/** @returns the search string of the same request with the operation written out */
export function withQuery(search: string, query: string, extensions: Readonly<Record<string, unknown>>): string {
  const members = new URLSearchParams(search);
  members.set('query', query);
  members.delete('documentId');
  if (Object.keys(extensions).length === 0) members.delete('extensions');
  else members.set('extensions', JSON.stringify(extensions));
  return `?${members}`;
}

function objectOf(text: string, judge: (text: string) => void): Readonly<Record<string, unknown>> {
  judge(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw httpFault('BAD_JSON', 'expected extensions in the URL to be JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw httpFault('BAD_REQUEST', 'expected extensions in the URL to be an object');
  return value as Readonly<Record<string, unknown>>;
}
