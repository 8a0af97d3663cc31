/** What the executor asks of a subgraph and what it gets back. Whoever carries it (HTTP, in process, a test) is a `Fetcher`. */
import type { GraphQLFormattedError } from 'graphql';
import type { AbortState } from '../../base/abort-state.ts';
import type { SubgraphCaller } from './subgraph-caller.ts';

export interface SubgraphRequest {
  /** The subgraph's name in the supergraph (`join__Graph` name, as composed). */
  readonly subgraph: string;
  /** The operation's text, as the plan wrote it. */
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** `bodyStartOf(query, operationName)` of request-body.ts, kept by a compiled plan so that it is written once. */
  readonly bodyStart?: string;
  /** The JSON of `variables`, when the caller has written it already; it goes before `variables` over HTTP. */
  readonly variablesText?: string;
  /** Only queries are retried or shared; a mutation is sent at most once. */
  readonly kind: 'query' | 'mutation';
  /** As whom the subgraph is asked: one object for all fetches of a request. */
  readonly caller: SubgraphCaller;
  /** When the client's request must be answered, in ms of `performance.now()`. */
  readonly deadline: number;
  /** Whether the client has gone or the request is over: the question then ends on the wire. A mutation that was sent goes on. */
  readonly signal?: AbortState;
}

/**
 * Marks an answer whose JSON held no backslash: every string in it can be written between quotes as it is. Nothing that
 * is read from JSON has a symbol for a name, so no subgraph can say it of itself.
 */
export const NO_ESCAPES: unique symbol = Symbol('no escapes');

/**
 * A subgraph's answer: an object, `data` and `errors` as GraphQL over HTTP defines them, not yet trusted in any other way.
 * Several callers may hold the same object, and a subgraph in this process may keep it: it is never changed.
 */
export interface SubgraphReply {
  readonly [NO_ESCAPES]?: true;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Fetcher {
  /** @throws CodedError when no answer could be had: its code says why, its message names the subgraph and nothing else. */
  fetch(request: SubgraphRequest): Promise<SubgraphReply>;
}
