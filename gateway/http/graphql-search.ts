/** The members of a GraphQL request in a URL, as a GET has them. */
import { parseSmallExactly } from '../../base/exact-number.ts';
import { httpFault } from './errors.ts';
import { REQUEST_MEMBERS, type GraphqlBody } from './graphql-body.ts';

/**
 * @param search the query string with its `?`, or an empty string
 * @param validateText called with each JSON text before it is parsed, so that its shape can be bounded
 * @returns its members; an empty one (a form's field) and `null` count as absent
 * @throws CodedError BAD_JSON, BAD_REQUEST, and what `validateText` throws
 */
export function readGraphqlSearch(search: string, validateText: (text: string) => void = () => {}): GraphqlBody {
  const members = new URLSearchParams(search);
  for (const name of REQUEST_MEMBERS) {
    if (members.getAll(name).length > 1)
      throw httpFault('BAD_REQUEST', `expected ${name} once in the URL, got it more often`);
  }
  const objectIn = (name: string): Readonly<Record<string, unknown>> | undefined => {
    const text = members.get(name);
    return text ? objectOf(name, text, validateText) : undefined;
  };
  return {
    query: members.get('query') ?? undefined,
    operationName: members.get('operationName') || undefined,
    variables: objectIn('variables'),
    extensions: objectIn('extensions'),
    documentId: members.get('documentId') || undefined,
  };
}

function objectOf(
  name: string,
  text: string,
  validateText: (text: string) => void,
): Readonly<Record<string, unknown>> | undefined {
  validateText(text);
  let value: unknown;
  try {
    value = parseSmallExactly(text);
  } catch {
    throw httpFault('BAD_JSON', `expected ${name} in the URL to be JSON`);
  }
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value))
    throw httpFault('BAD_REQUEST', `expected ${name} in the URL to be an object`);
  return value as Readonly<Record<string, unknown>>;
}
