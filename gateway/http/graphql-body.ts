/** Parses the body of a POST into the members of a GraphQL request, or of several, and checks the type of each. */
import { quote } from '../../base/errors.ts';
import { isExactNumber, parseSmallExactly } from '../../base/exact-number.ts';
import { httpFault } from './errors.ts';

/** The members of a GraphQL request. A member of another name stays in the object, and no stage reads it. */
export interface GraphqlBody {
  readonly query?: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
  /** Id of an operation in the manifest, in place of `query`; whoever looks it up checks it. */
  readonly documentId?: unknown;
}

/** What a member must be, for the message too. */
interface MemberType {
  readonly what: string;
  readonly isValid: (value: unknown) => boolean;
  readonly nullable: boolean;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const TYPES: Readonly<Record<keyof GraphqlBody, MemberType>> = {
  query: { what: 'a string', isValid: isText, nullable: false },
  operationName: { what: 'a string', isValid: isText, nullable: true },
  variables: { what: 'an object', isValid: isObject, nullable: true },
  extensions: { what: 'an object', isValid: isObject, nullable: true },
  documentId: { what: 'anything', isValid: () => true, nullable: true },
};

/** The names of the members, in a body and in a URL. */
export const REQUEST_MEMBERS = Object.keys(TYPES) as (keyof GraphqlBody)[];

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * @param validateText called with the text before it is parsed, so that its shape can be bounded
 * @param most operations that a list may have; with 1 a list is refused
 * @returns a list for a list
 * @throws CodedError BAD_JSON, BAD_REQUEST, BATCH_REFUSED, and what `validateText` throws
 */
export function readGraphqlBody(
  bytes: Buffer,
  validateText: (text: string) => void = () => {},
  most = 1,
): GraphqlBody | readonly GraphqlBody[] {
  const text = decode(bytes);
  validateText(text);
  let body: unknown;
  try {
    body = parseSmallExactly(text);
  } catch (thrown) {
    // Only the position is repeated: the engine's message quotes the body, which may hold a NIK.
    throw httpFault('BAD_JSON', /at position \d+/.exec((thrown as SyntaxError).message)?.[0]);
  }
  return Array.isArray(body) ? batchOf(body, most) : validated(body);
}

function batchOf(list: readonly unknown[], most: number): readonly GraphqlBody[] {
  if (list.length === 0) throw httpFault('BAD_REQUEST', 'expected operations in the list, got none');
  const wanted = most === 1 ? 'one operation, not in a list' : `at most ${most}`;
  if (most === 1 || list.length > most)
    throw httpFault('BATCH_REFUSED', `expected ${wanted} (MAX_BATCH is ${most}), got a list of ${list.length}`);
  return list.map(validated);
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw httpFault('BAD_JSON', 'expected UTF-8, got other bytes');
  }
}

function validated(body: unknown): GraphqlBody {
  if (!isObject(body)) throw httpFault('BAD_REQUEST', `expected a JSON object, got ${quote(body)}`);
  for (const member of REQUEST_MEMBERS) expectMember(body, member);
  // Some clients send the empty field of a form, which names no operation.
  return body['operationName'] === '' ? { ...body, operationName: undefined } : body;
}

/** The message names the kind of a wrong value and not the value, which may hold anything. */
function expectMember(body: Record<string, unknown>, member: keyof GraphqlBody): void {
  if (!Object.hasOwn(body, member)) return;
  const value = body[member];
  const { what, isValid, nullable } = TYPES[member];
  if (isValid(value) || (nullable && value === null)) return;
  throw httpFault('BAD_REQUEST', `expected "${member}" to be ${what}, got ${kindOf(value)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (isExactNumber(value)) return 'a number';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
