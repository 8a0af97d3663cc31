/** A request of the executor to a subgraph, and the reply. What carries them (HTTP, in process, a test) is a `Fetcher`. */
import type { FetchNode } from '@apollo/query-planner';
import type { GraphQLFormattedError } from 'graphql';
import type { AbortState } from '../../base/abort-state.ts';
import type { FetchNotes } from './fetch-note.ts';
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
  /** Those of its fetches whose entities may be kept one by one, each with the variable that holds them; left out where there is none. */
  readonly lists?: readonly EntityList[];
  /** Notes how it goes; left out where nobody wants to know. */
  readonly notes?: FetchNotes;
  /** Only queries are retried or shared; a mutation is sent at most once. */
  readonly kind: 'query' | 'mutation';
  /** On whose behalf the subgraph is queried: one object for all fetches of a client's request. */
  readonly caller: SubgraphCaller;
  /** When the client's request must be answered, in ms of `performance.now()`. */
  readonly deadline: number;
  /** Aborted when the client has gone or its request is over: a query is then cancelled; a mutation that was sent goes on. */
  readonly signal?: AbortState;
}

/** The entities that one fetch asks about, within a request. */
export interface EntityList {
  /** Response name of its `_entities`. */
  readonly name: string;
  /** The variable with their representations; several fetches may share it. */
  readonly variable: string;
  /** The same object in each run of its plan. */
  readonly fetch: EntityFetch;
}

/** A fetch of entities, as it is where it goes alone. */
export interface EntityFetch {
  readonly subgraph: string;
  readonly query: string;
  /** Names of the variables that it uses beside the representations. */
  readonly variables: readonly string[];
  /** The plan's own: `requires` is what representations hold. */
  readonly node: Pick<FetchNode, 'requires'>;
}

/**
 * Marks a reply whose JSON had no backslash: every string in it can be written between quotes as it is. Parsed JSON never has a symbol
 * as a name, so no subgraph can set the mark itself.
 */
export const NO_ESCAPES: unique symbol = Symbol('no escapes');

/** On an error of a reply: what the gateway itself has thrown, where the error stands for a subgraph that did not answer about some entities. */
export const OWN_ERROR: unique symbol = Symbol('own error');

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
