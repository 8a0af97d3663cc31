/**
 * Errors a user can act on: each has a stable code, an HTTP status, and a message that says what was expected and
 * what came. A room keeps one table of its codes (`<room>/errors.ts`); docs/errors.md lists them all, and a test holds
 * the two together both ways. A retired code is never reused.
 */

import { withoutNumbers } from './person-numbers.ts';

/** One row of a room's table of errors. */
export interface ErrorRow {
  /** HTTP status when the whole request fails with this error. */
  readonly status: number;
  /** What happened, in one sentence without personal data. */
  readonly what: string;
  /** How the reader gets rid of it. */
  readonly solve: string;
}

/** A room's codes; no two rooms use one. */
export type ErrorTable = Readonly<Record<string, ErrorRow>>;

/**
 * An error with a code that clients may match on. `extensions` follows the GraphQL convention, so graphql-js carries
 * the code into a response's `errors` by itself. Only `extensions` is meant for clients; `cause` is for the log.
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

/** What a room throws with: `fault('BAD_CURSOR', 'expected …, got …')`. */
export type Fault<Table extends ErrorTable> = (
  code: keyof Table & string,
  detail?: string,
  more?: { extensions?: Record<string, unknown>; cause?: unknown },
) => CodedError;

/** Makes the thrower of one room's table. `detail` says what was expected and what came; it must hold no personal data. */
export function faultsOf<const Table extends ErrorTable>(table: Table): Fault<Table> {
  return (code, detail, more = {}) => {
    const row = table[code]!;
    const message = detail === undefined ? row.what : `${row.what}: ${detail}`;
    return new CodedError(code, row.status, message, more.extensions, more.cause);
  };
}

/** What was not foreseen: clients are told no more than this. */
export const internalErrors = {
  INTERNAL: {
    status: 500,
    what: 'The program failed at this request; its log names it by its request id',
    solve: 'Tell the operator the request id, or the time and the subgraph where there is none; the log has the cause.',
  },
} as const;
const internal = faultsOf(internalErrors);

/** @returns what was thrown when it has a code of ours; else `INTERNAL`, which says nothing of it but keeps it as its cause */
export function codedError(thrown: unknown): CodedError {
  return thrown instanceof CodedError ? thrown : internal('INTERNAL', undefined, { cause: thrown });
}

/**
 * Headers of an answer that fails with this error as a whole: how many seconds to wait (`retryAfter`), how to say who asks (401) and
 * which methods there are (405, `allow`), as HTTP wants them said.
 */
export function headersOf({ status, extensions: { retryAfter, allow } }: CodedError): Readonly<Record<string, string>> {
  return {
    ...(typeof retryAfter === 'number' && { 'retry-after': String(retryAfter) }),
    ...(status === 401 && { 'www-authenticate': 'Bearer realm="sigap-graph"' }),
    ...(typeof allow === 'string' && { allow }),
  };
}

/** The longest piece of a caller's own input that a message repeats, in characters. */
const QUOTE_LIMIT = 80;

/** Shows a value that came from outside in a message: JSON, cut short, never the whole of it, and long numbers starred. */
export function quote(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner));
  } catch {
    text = undefined;
  }
  text = withoutNumbers(text ?? String(value));
  return text.length > QUOTE_LIMIT ? `${text.slice(0, QUOTE_LIMIT)}…` : text;
}

/** What a failure says in one line, whatever was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
