/** Validates a subgraph's response before anything uses it. Messages about problems never quote the response. */
import { holdsLongNumber, isExactNumber, parseSlowly } from '../../base/exact-number.ts';
import { knownEncoding } from './inflate.ts';
import { NO_ESCAPES, type SubgraphReply } from './subgraph-request.ts';
import { LARGE_TEXT, MAX_JSON_DEPTH, textFits, valueFits } from './json-depth.ts';

/** Media type of GraphQL over HTTP; its body is GraphQL whatever the status. */
const GRAPHQL_JSON = 'application/graphql-response+json';

/** @returns what is wrong with the status and headers of a response, or `undefined` */
export function headProblem(
  status: number,
  contentType: string | undefined,
  contentEncoding: string | undefined,
): string | undefined {
  if (status >= 300 && status < 400)
    return `expected an answer, got a redirect (status ${status}), which is not followed`;
  if (mediaOf(contentType) === undefined)
    return status >= 300 ? notSuccess(status) : 'expected JSON in UTF-8, got another content type';
  if (knownEncoding(contentEncoding) === undefined)
    return 'expected a body that is plain or compressed once by gzip, br, deflate or zstd, got another encoding';
  return undefined;
}

function notSuccess(status: number): string {
  return `expected status 200, got ${status}`;
}

/**
 * Reads the body of a response. Under application/json, a status that is no success may stem from a proxy: such a body counts as a
 * reply only when it has GraphQL errors.
 * @returns the reply, or what is wrong with it
 */
export function readHttpReply(status: number, contentType: string | undefined, text: string): SubgraphReply | string {
  const reply = readReply(text);
  if (status < 300 || mediaOf(contentType) === GRAPHQL_JSON) return reply;
  return typeof reply === 'string' || !reply.errors?.length ? notSuccess(status) : reply;
}

/** @returns the media type of a response that can be read, `undefined` of any other */
function mediaOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined) return undefined;
  return USUAL_TYPES.get(contentType) ?? readMedia(contentType);
}

function readMedia(contentType: string): string | undefined {
  const [media, ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const readable = parameters.every(
    (parameter) => !parameter.startsWith('charset=') || /^charset="?utf-8"?$/.test(parameter),
  );
  return readable && (media === GRAPHQL_JSON || media === 'application/json') ? media : undefined;
}

/** The content types that servers send as a rule; each response is looked up here instead of being split. */
const USUAL_TYPES: ReadonlyMap<string, string> = new Map(
  ['application/json', GRAPHQL_JSON].flatMap((media) =>
    ['', '; charset=utf-8', ';charset=utf-8', '; charset=UTF-8'].map((charset) => [media + charset, media] as const),
  ),
);

/** Parses and validates a body. Numbers beyond a double are kept exactly. @returns the reply, or what is wrong with it */
export function readReply(text: string): SubgraphReply | string {
  const isExact = holdsLongNumber(text);
  if ((isExact || text.length >= LARGE_TEXT) && !textFits(text, MAX_JSON_DEPTH)) return TOO_DEEP;
  let value: unknown;
  try {
    value = isExact ? parseSlowly(text) : JSON.parse(text);
  } catch {
    // V8's own message quotes the text, which may hold personal data.
    return 'expected JSON, got something else or only a part of it';
  }
  const problem = shapeProblem(value);
  if (problem !== undefined) return problem;
  if (text.length < LARGE_TEXT && !valueFits(value as object, MAX_JSON_DEPTH)) return TOO_DEEP;
  if (!text.includes('\\')) Object.defineProperty(value, NO_ESCAPES, { value: true });
  return value as SubgraphReply;
}

const TOO_DEEP = `expected at most ${MAX_JSON_DEPTH} levels of nesting, got more`;

/** @returns what keeps a value from being a GraphQL response, or `undefined` */
export function shapeProblem(value: unknown): string | undefined {
  if (!isObject(value)) return `expected a JSON object, got ${kindOf(value)}`;
  const { data, errors, extensions } = value;
  if (data !== undefined && data !== null && !isObject(data))
    return `expected "data" to be an object or null, got ${kindOf(data)}`;
  if (errors !== undefined && !isListOfErrors(errors))
    return 'expected "errors" to be a list of objects with a message, got something else';
  if (data === undefined && !(Array.isArray(errors) && errors.length > 0))
    return 'expected "data" or "errors", got neither';
  if (extensions !== undefined && extensions !== null && !isObject(extensions))
    return `expected "extensions" to be an object, got ${kindOf(extensions)}`;
  return undefined;
}

function isListOfErrors(value: unknown): boolean {
  return (
    value === null ||
    (Array.isArray(value) && value.every((item) => isObject(item) && typeof item['message'] === 'string'))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (isExactNumber(value)) return 'a number';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
