/** Diagnostics channels of requests to subgraphs, for metrics and tracing. No event object is built while nobody listens. */
import { channel } from 'node:diagnostics_channel';
import type { BreakerState } from './circuit-breaker.ts';

/** A request to a subgraph begins. */
export interface FetchStart {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  readonly operationName: string | undefined;
  /** How many fetches of the plan it carries: more than one in a merged request. */
  readonly fetches: number;
  /** Names and values in turn; a listener may push its own. */
  readonly headers: string[];
}

/** A request to a subgraph is over. */
export interface FetchEnd {
  /** The very object of its start, so that a listener can keep data of its own for it in a WeakMap. */
  readonly start: FetchStart | undefined;
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  /** Code of the error, absent when there was an answer. */
  readonly code: string | undefined;
  /** From the first caller's request to the reply, in ms. */
  readonly duration: number;
  /** Size of the reply's body; 0 in process. */
  readonly bytes: number;
  /** Attempts, retries included; 0 when it was never sent. */
  readonly tries: number;
  /** How many fetches of the plan it carried. */
  readonly fetches: number;
  /** How many callers shared it, the first included. */
  readonly callers: number;
}

/** A subgraph's circuit breaker has opened or closed. */
export interface BreakerChange {
  readonly subgraph: string;
  readonly state: BreakerState['kind'];
}

/** Publishes a `FetchStart` for each request to a subgraph. */
export const fetchStart = channel('sigap.fetch.start');
/** Publishes a `FetchEnd` for each request to a subgraph. */
export const fetchEnd = channel('sigap.fetch.end');
/** Publishes a `BreakerChange` whenever a breaker opens or closes. */
export const breakerChange = channel('sigap.fetch.breaker');
