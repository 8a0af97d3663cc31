/** A request of the executor to a subgraph, and the reply. What carries them (HTTP, in process, a test) is a `Fetcher`. */
import type { GraphQLFormattedError } from 'graphql';
import type { AbortState } from '../../base/abort-state.ts';
import type { FetchNote } from './fetch-note.ts';
import type { SubgraphCaller } from './subgraph-caller.ts';

/** One planned operation for one subgraph, with its variables and its caller. */
export interface SubgraphRequest {
  /** The subgraph's name in the supergraph (`join__Graph` name, as composed). */
  readonly subgraph: string;
  /** The operation's text, as the plan wrote it. */
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** `bodyStartOf(query, operationName)` of request-body.ts, kept by a compiled plan so that it is written once. */
  readonly bodyStart?: string;
  /** The JSON of `variables` when it is written already; over HTTP it takes precedence over `variables`. */
  readonly variablesText?: string;
  /** How many fetches of the plan it carries; one when left out. */
  readonly fetches?: number;
  /** The fetch of the plan, or the fetches that it carries together. */
  readonly step?: object | readonly object[];
  /** Entities that it asks about; left out where it asks for fields of the root. */
  readonly entities?: number;
  /** Where it is noted how it went; left out where nobody wants to know. */
  readonly note?: FetchNote;
  /** Only queries are retried or shared; a mutation is sent at most once. */
  readonly kind: 'query' | 'mutation';
  /** On whose behalf the subgraph is queried: one object for all fetches of a client's request. */
  readonly caller: SubgraphCaller;
  /** When the client's request must be answered, in ms of `performance.now()`. */
  readonly deadline: number;
  /** Aborted when the client has gone or its request is over: a query is then cancelled; a mutation that was sent goes on. */
  readonly signal?: AbortState;
}

/**
 * Marks a reply whose JSON had no backslash: every string in it can be written between quotes as it is. Parsed JSON never has a symbol
 * as a name, so no subgraph can set the mark itself.
 */
export const NO_ESCAPES: unique symbol = Symbol('no escapes');

/**
 * A subgraph's reply: an object with `data` and `errors` as GraphQL over HTTP defines them; their contents are not validated yet.
 * Several callers may hold the same object, and a subgraph in this process may keep it: it is never changed.
 */
export interface SubgraphReply {
  readonly [NO_ESCAPES]?: true;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Sends requests to subgraphs. */
export interface Fetcher {
  /** @throws CodedError of `errors.ts` when there is no reply: its code says why, and its message names the subgraph but no address. */
  fetch(request: SubgraphRequest): Promise<SubgraphReply>;
}
