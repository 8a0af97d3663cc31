/** The body of a POST, from bytes to the members of a GraphQL request, each of its own type or refused. */
import { quote } from '../../base/errors.ts';
import { isExactNumber, parseSmallExactly } from '../../base/exact-number.ts';
import { httpFault } from './errors.ts';

export interface GraphqlBody {
  readonly query?: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
  /** Names an operation of the manifest in place of `query`. */
  readonly documentId?: unknown;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * @param judge is shown the text before it is parsed, so that its shape can be bounded
 * @throws CodedError BAD_JSON, BAD_REQUEST, and what `judge` throws
 */
export function readGraphqlBody(bytes: Buffer, judge: (text: string) => void = () => {}): GraphqlBody {
  const text = decode(bytes);
  judge(text);
  let body: unknown;
  try {
    body = parseSmallExactly(text);
  } catch (thrown) {
    // Only the position: the rest of the engine's message quotes the body, which may hold a NIK.
    throw httpFault('BAD_JSON', /at position \d+/.exec((thrown as SyntaxError).message)?.[0]);
  }
  return checked(body);
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw httpFault('BAD_JSON', 'expected UTF-8, got other bytes');
  }
}

function checked(body: unknown): GraphqlBody {
  if (Array.isArray(body))
    throw httpFault('BAD_REQUEST', 'expected one operation, got a list: batches are not offered');
  if (!isObject(body)) throw httpFault('BAD_REQUEST', `expected a JSON object, got ${quote(body)}`);
  expect(body, 'query', 'a string', (value) => typeof value === 'string', false);
  expect(body, 'operationName', 'a string', (value) => typeof value === 'string');
  expect(body, 'variables', 'an object', isObject);
  expect(body, 'extensions', 'an object', isObject);
  // Some clients send a form's empty field: it names no operation.
  return body['operationName'] === '' ? { ...body, operationName: undefined } : body;
}

/** The message names the kind that came and not the value, which may hold anything. */
function expect(
  body: Record<string, unknown>,
  member: string,
  what: string,
  fits: (value: unknown) => boolean,
  nullable = true,
): void {
  if (!Object.hasOwn(body, member)) return;
  const value = body[member];
  if (fits(value) || (nullable && value === null)) return;
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
