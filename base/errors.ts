/**
 * Errors that a user can act on: each has a stable code, an HTTP status, and a message that states what was expected and what arrived. Each
 * room keeps one table of its codes (`<room>/errors.ts`). docs/errors.md lists them all, and a test compares the two in both directions. A
 * retired code is never reused.
 */

import { withoutNumbers } from './person-numbers.ts';

/** One row of a room's table of errors. */
export interface ErrorRow {
  /** HTTP status when the whole request fails with this error. */
  readonly status: number;
  /** What happened, in one sentence without personal data. */
  readonly what: string;
  /** What the reader can do about it. */
  readonly solve: string;
}

/** A room's codes; no code is used by two rooms. */
export type ErrorTable = Readonly<Record<string, ErrorRow>>;

/**
 * An error with a code that clients may rely on. `extensions` follows the GraphQL convention, so graphql-js copies the code into a response's
 * `errors`. Clients get the message and `extensions`; `cause` is for the log.
 */
export class CodedError extends Error {
  readonly code: string;
  readonly status: number;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, message: string, extra: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CodedError';
    this.code = code;
    this.status = status;
    this.extensions = { code, ...extra };
  }
}

/** Makes a room's errors: `throw fault('BAD_CURSOR', 'expected …, got …')`. `detail` must hold no personal data. */
export type Fault<Table extends ErrorTable> = (
  code: keyof Table & string,
  detail?: string,
  more?: { extensions?: Record<string, unknown>; cause?: unknown },
) => CodedError;

/** @returns the function that makes the errors of one table */
export function faultsOf<const Table extends ErrorTable>(table: Table): Fault<Table> {
  return (code, detail, more = {}) => {
    const row = table[code]!;
    const message = detail === undefined ? row.what : `${row.what}: ${detail}`;
    return new CodedError(code, row.status, message, more.extensions, more.cause);
  };
}

/** For errors without a code: clients learn no more than this. */
export const internalErrors = {
  INTERNAL: {
    status: 500,
    what: 'The program failed at this request; its log names it by its request id',
    solve: 'Tell the operator the request id, or the time and the subgraph where there is none; the log has the cause.',
  },
} as const;
const internal = faultsOf(internalErrors);

/** @returns what was thrown, if it is a CodedError; otherwise `INTERNAL`, which keeps it as its cause and shows nothing of it */
export function codedError(thrown: unknown): CodedError {
  return thrown instanceof CodedError ? thrown : internal('INTERNAL', undefined, { cause: thrown });
}

/**
 * The HTTP headers of an answer that fails as a whole: the seconds to wait (`retryAfter`), how to authenticate (401), which methods there
 * are (405, `allow`), and in which encodings a body may come (415, `acceptEncoding`).
 */
export function headersOf({
  status,
  extensions: { retryAfter, allow, acceptEncoding },
}: CodedError): Readonly<Record<string, string>> {
  return {
    ...(typeof retryAfter === 'number' && { 'retry-after': String(retryAfter) }),
    ...(status === 401 && { 'www-authenticate': 'Bearer realm="sigap-graph"' }),
    ...(typeof allow === 'string' && { allow }),
    ...(typeof acceptEncoding === 'string' && { 'accept-encoding': acceptEncoding }),
  };
}

/** The longest piece of a caller's own input that a message repeats, in characters. */
const QUOTE_LIMIT = 80;

/** A value from outside for a message: JSON of at most 80 characters, with long numbers starred. */
export function quote(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
  } catch {
    text = undefined;
  }
  text = withoutNumbers(text ?? String(value));
  return text.length > QUOTE_LIMIT ? `${text.slice(0, QUOTE_LIMIT)}…` : text;
}

/** A failure in one line, whatever was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
