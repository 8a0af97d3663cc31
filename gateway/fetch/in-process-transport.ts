/** A subgraph that runs in this process: a function call, without HTTP and without writing or reading JSON. */
import type { ClaimsSubject } from '../../base/claims.ts';
import { NullPrototypeObject } from '../result/null-prototype-object.ts';
import { CodedError } from '../../base/errors.ts';
import { isExactNumber, parseExactly, wholeDigits } from '../../base/exact-number.ts';
import { fetchFault } from './errors.ts';
import { shapeProblem } from './reply-reader.ts';
import type { SubgraphReply, SubgraphRequest } from './subgraph-request.ts';
import {
  failed,
  type Attempt,
  type OutboundMessage,
  type TransportResult,
  type Sender,
  type Transport,
} from './transport.ts';

/**
 * Answers a request as a GraphQL server does. It receives the request with the allowed headers only and must not change it. It may keep
 * its reply, which the gateway never changes. When it throws, the caller gets SUBGRAPH_BAD_RESPONSE, without the message thrown.
 * A whole number beyond a double arrives as a `bigint`, and may be returned as one where its type is `ID` or a custom scalar.
 */
export type Execute = (request: InProcessRequest) => SubgraphReply | Promise<SubgraphReply>;

/** What `Execute` receives: the planned request, with headers and claims in place of the caller. */
export interface InProcessRequest extends Omit<SubgraphRequest, 'caller' | 'fetches' | 'step' | 'entities' | 'notes'> {
  /** The caller's allowed headers, and those of its trace; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The claims about the caller. Over HTTP they are signed (base/claims.ts). */
  readonly claims?: ClaimsSubject;
  /** Aborts when no caller waits for the reply any more: work that has begun should end. */
  readonly signal: AbortSignal;
}

/** Calls the function of one subgraph, and validates the shape of its reply. */
export class InProcessTransport implements Transport {
  readonly kind = 'process';
  readonly #subgraph: string;
  readonly #execute: Execute;

  constructor(subgraph: string, execute: Execute) {
    this.#subgraph = subgraph;
    this.#execute = execute;
  }

  send(message: OutboundMessage, sender: Sender): Attempt {
    // A function that ignores its signal cannot be stopped, but its place under the concurrency limit is freed when nobody waits.
    let over = false;
    const end = (outcome: TransportResult): void => {
      if (over) return;
      over = true;
      sender.attemptEnded(outcome);
    };
    const abort = new AbortController();
    void this.#run(message, abort.signal).then(end);
    const cancel = (): void => {
      abort.abort();
      end(this.#failure('SUBGRAPH_ABANDONED'));
    };
    return { cancel };
  }

  async #run(
    { request, note, callerHeaders: own, claims }: OutboundMessage,
    signal: AbortSignal,
  ): Promise<TransportResult> {
    try {
      const reply: unknown = await this.#execute(
        withVariables(inProcessRequest(request, { ...own, ...note?.headers }, claims, signal)),
      );
      const problem = shapeProblem(reply);
      if (problem !== undefined) return this.#failure('SUBGRAPH_BAD_RESPONSE', problem);
      return {
        reply: reply as SubgraphReply,
        error: undefined,
        verdict: 'healthy',
        retriable: false,
        bytes: 0,
        retryAfter: 0,
      };
    } catch (thrown) {
      const code = thrown instanceof CodedError ? ` (${thrown.code})` : '';
      return this.#failure('SUBGRAPH_BAD_RESPONSE', `expected an answer, its function threw${code}`);
    }
  }

  #failure(code: 'SUBGRAPH_ABANDONED' | 'SUBGRAPH_BAD_RESPONSE', detail?: string): TransportResult {
    // The function ran and failed at this request, which shows nothing about other requests.
    return failed(fetchFault(code, this.#subgraph, detail), 'unknown', false);
  }

  async close(): Promise<void> {}
}

function withVariables(request: InProcessRequest): InProcessRequest {
  const { variables = request.variablesText === undefined ? undefined : parseExactly(request.variablesText) } = request;
  const plain = withBigints(variables) as SubgraphRequest['variables'];
  return plain === request.variables ? request : { ...request, variables: plain };
}

/** @returns the very same value where it holds no number beyond a double */
function withBigints(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isExactNumber(value)) return wholeDigits(value) === undefined ? value : BigInt(value.rawJSON);
  if (Array.isArray(value)) return replaced(value, value.map(withBigints));
  const inner = Object.values(value);
  const plain = replaced(inner, inner.map(withBigints));
  return plain === inner
    ? value
    : Object.assign(
        new NullPrototypeObject(),
        Object.fromEntries(Object.keys(value).map((name, index) => [name, plain[index]])),
      );
}

function replaced(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.some((item, index) => item !== before[index]) ? after : before;
}

function inProcessRequest(
  { caller: _caller, fetches: _fetches, step: _step, entities: _entities, notes: _notes, ...request }: SubgraphRequest,
  headers: InProcessRequest['headers'],
  claims: ClaimsSubject | undefined,
  signal: AbortSignal,
): InProcessRequest {
  return { ...request, headers, claims, signal };
}
