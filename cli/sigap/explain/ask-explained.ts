/** Sends one operation with `x-explain`, and takes the explanation of its answer; docs/explain.md describes it. */
import { withoutNumbers } from '../../../base/person-numbers.ts';
import { graphClientFault } from '../../graph/errors.ts';
import type { GraphAccess } from '../../graph/graph-access.ts';

type Path = readonly (string | number)[];

/** Values for which one sentence holds. */
export interface AnsweredValue {
  readonly path: Path;
  readonly count: number;
  readonly coordinate: string | null;
  readonly kind: string;
  readonly why: string;
}

/** A request to a subgraph, or a fetch that was not sent. */
export interface AnsweredFetch {
  readonly subgraph: string;
  readonly address: string | null;
  readonly paths: readonly (readonly string[])[];
  readonly started: number | null;
  readonly took: number | null;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly state: string;
  readonly why?: string;
}

/** What the command line prints of an explanation. */
export interface AnsweredExplanation {
  readonly values: readonly AnsweredValue[];
  readonly valuesLeftOut: number;
  readonly fetches: readonly AnsweredFetch[];
  readonly fetchesLeftOut: number;
  readonly cost: {
    readonly total: number;
    readonly fields: readonly {
      readonly path: readonly string[];
      readonly coordinate: string | null;
      readonly cost: number;
    }[];
    readonly costLeftOut: number;
  } | null;
}

/** What is asked. */
export interface ExplainedQuestion {
  readonly document: string;
  readonly operation: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly purpose: string | undefined;
}

interface Answer {
  readonly errors?: readonly { readonly message?: unknown; readonly extensions?: Readonly<Record<string, unknown>> }[];
  readonly extensions?: { readonly explain?: AnsweredExplanation };
}

/** How long an answer may take, ms. */
const ANSWER_MS = 120_000;

/** @throws CodedError GRAPH_UNREACHABLE, GRAPH_REFUSED */
export async function askExplained(
  { document, operation, variables, purpose }: ExplainedQuestion,
  { url, token }: GraphAccess,
): Promise<AnsweredExplanation> {
  let reply: Response;
  let text: string;
  try {
    reply = await fetch(url, {
      method: 'POST',
      // An address that leads elsewhere gets no token there.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        'x-explain': 'true',
        'apollographql-client-name': 'sigap-cli',
        ...(purpose !== undefined && { 'x-purpose': purpose }),
      },
      body: JSON.stringify({ query: document, operationName: operation, variables }),
    });
    text = await reply.text();
  } catch (thrown) {
    throw graphClientFault('GRAPH_UNREACHABLE', url.origin, { cause: thrown });
  }
  const answer = answerOf(text);
  const explanation = answer?.extensions?.explain;
  if (explanation !== undefined) return explanation;
  const [first] = answer?.errors ?? [];
  const code = first?.extensions?.['code'];
  const said = typeof first?.message === 'string' ? withoutNumbers(first.message) : 'it explains no answers';
  throw graphClientFault('GRAPH_REFUSED', `${typeof code === 'string' ? code : `HTTP_${reply.status}`}: ${said}`);
}

function answerOf(text: string): Answer | undefined {
  try {
    const answer = JSON.parse(text) as Answer | null;
    return typeof answer === 'object' ? (answer ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
