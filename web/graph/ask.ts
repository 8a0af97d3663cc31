/**
 * One question to the gateway. Nothing is thrown: what goes wrong on the way becomes an answer with a coded error, so that
 * the editor can show it, and a `Trouble`, so that the page can say what to do about it.
 */

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A GraphQL response. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly AnswerError[];
  readonly extensions?: Record<string, unknown>;
}

export interface Asked {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null;
}

/** Why a question got no proper answer, or not the whole of it. */
export type Trouble =
  | { readonly kind: 'BAD_HEADER' }
  | { readonly kind: 'UNREACHABLE' }
  | { readonly kind: 'NOT_GRAPHQL'; readonly status: number }
  | { readonly kind: 'UNAUTHENTICATED' }
  | { readonly kind: 'FORBIDDEN' }
  /** The caller may not have answers explained, and so the question was not run. */
  | { readonly kind: 'EXPLAIN_REFUSED' }
  /** `seconds` to wait, when the gateway states them. */
  | { readonly kind: 'LIMITED'; readonly seconds?: number }
  /** Some subgraphs did not answer, so their fields are empty. */
  | { readonly kind: 'INCOMPLETE'; readonly subgraphs: readonly string[] };

export interface Outcome {
  readonly answer: Answer;
  readonly trouble?: Trouble;
  /** Of the schema that the answer was made under; missing where the gateway does not state it. */
  readonly schemaVersion?: string;
}

const SCHEMA_VERSION_HEADER = 'x-schema-version';

/**
 * @param headers what the caller is, and what they typed into the headers editor
 * @param signal cancels the request; only then it rejects
 */
export async function ask(
  endpoint: string,
  asked: Asked,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Outcome> {
  const sent = headersToSend(headers);
  if (sent === undefined)
    return failed({ kind: 'BAD_HEADER' }, 'A request header has characters that HTTP does not take.');
  let response: Response;
  try {
    // `no-store`: an answer may hold people's data, so the browser keeps no copy on its disk.
    response = await fetch(endpoint, {
      method: 'POST',
      headers: sent,
      body: JSON.stringify(asked),
      signal,
      cache: 'no-store',
    });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return failed({ kind: 'UNREACHABLE' }, 'The gateway cannot be reached.');
  }
  return outcomeOf(response, signal);
}

function headersToSend(headers: Record<string, string>): Headers | undefined {
  try {
    const sent = new Headers({
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
    });
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    return sent;
  } catch {
    return undefined;
  }
}

async function outcomeOf(response: Response, signal: AbortSignal): Promise<Outcome> {
  const answer = await answerIn(response, signal);
  if (answer !== undefined) {
    const trouble = troubleOf(response, answer);
    const schemaVersion = response.headers.get(SCHEMA_VERSION_HEADER);
    return { answer, ...(trouble !== undefined && { trouble }), ...(schemaVersion !== null && { schemaVersion }) };
  }
  const message = `Expected a GraphQL response as JSON, got HTTP ${response.status}.`;
  return failed(troubleOf(response, {}) ?? { kind: 'NOT_GRAPHQL', status: response.status }, message);
}

async function answerIn(response: Response, signal: AbortSignal): Promise<Answer | undefined> {
  try {
    const body: unknown = await response.json();
    const isAnswer = typeof body === 'object' && body !== null && ('data' in body || 'errors' in body);
    return isAnswer ? (body as Answer) : undefined;
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return undefined;
  }
}

/** The trouble that the status or the code of an error tells; a field that is refused is no trouble, one that an agency owes is. */
function troubleOf(response: Response, answer: Answer): Trouble | undefined {
  const codes = answer.data == null ? (answer.errors ?? []).map((error) => error.extensions?.['code']) : [];
  if (response.status === 401 || codes.includes('UNAUTHENTICATED')) return { kind: 'UNAUTHENTICATED' };
  if (codes.includes('EXPLAIN_REFUSED')) return { kind: 'EXPLAIN_REFUSED' };
  if (response.status === 403 || codes.includes('FORBIDDEN')) return { kind: 'FORBIDDEN' };
  if (response.status !== 429) return incomplete(answer);
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return Number.isNaN(seconds) ? { kind: 'LIMITED' } : { kind: 'LIMITED', seconds };
}

function incomplete({ errors = [] }: Answer): Trouble | undefined {
  const subgraphs = [...new Set(errors.map(absentSubgraph).filter((name) => name !== undefined))];
  return subgraphs.length === 0 ? undefined : { kind: 'INCOMPLETE', subgraphs };
}

/** @returns the subgraph whose absence an error tells; `undefined` for an error of another kind */
export function absentSubgraph({ extensions }: AnswerError): string | undefined {
  const { code, service } = extensions ?? {};
  return typeof code === 'string' && code.startsWith('SUBGRAPH_') && typeof service === 'string' ? service : undefined;
}

function failed(trouble: Trouble, message: string): Outcome {
  return { trouble, answer: { errors: [{ message, extensions: { code: trouble.kind } }] } };
}
