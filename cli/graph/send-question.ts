/** Sends one question to the graph over HTTP, and reads what comes back. */
import type { GraphAccess } from './graph-access.ts';

/** One question. */
export interface GraphQuestion {
  readonly document: string;
  /** The name of its operation, which the audit keeps. */
  readonly operation: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** As whom it is asked, and why. */
export interface Asker extends GraphAccess {
  /** Why personal data are read: `REGISTRATION`. */
  readonly purpose?: string | undefined;
  /** The same for all questions of one file, so that the audit has them together; 8 to 64 letters, digits, dots and dashes. */
  readonly requestId?: string | undefined;
}

/** A GraphQL answer, as far as it is one. */
interface GraphAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message?: unknown; readonly extensions?: Readonly<Record<string, unknown>> }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What came back. */
export interface GraphReply {
  readonly reply: Response;
  /** Undefined where the body is no answer. */
  readonly answer: GraphAnswer | undefined;
}

/** How long an answer may take, ms. */
const ANSWER_MS = 120_000;

/**
 * @param more headers beside the usual ones
 * @throws what `fetch` throws where there is no answer in time
 */
export async function sendQuestion(
  { document, operation, variables }: GraphQuestion,
  { url, token, purpose, requestId }: Asker,
  more: Readonly<Record<string, string>> = {},
): Promise<GraphReply> {
  // `AbortSignal.timeout` would hold each request, with its rows, until its time is over, long after it was answered.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_MS);
  try {
    const reply = await fetch(url, {
      method: 'POST',
      // An address that leads elsewhere gets no token there.
      redirect: 'manual',
      signal: late.signal,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        'apollographql-client-name': 'sigap-cli',
        ...(purpose !== undefined && { 'x-purpose': purpose }),
        ...(requestId !== undefined && { 'x-request-id': requestId }),
        ...more,
      },
      body: JSON.stringify({ query: document, operationName: operation, variables }),
    });
    return { reply, answer: answerOf(await reply.text()) };
  } finally {
    clearTimeout(timer);
  }
}

function answerOf(text: string): GraphAnswer | undefined {
  try {
    const answer = JSON.parse(text) as GraphAnswer | null;
    return typeof answer === 'object' ? (answer ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
