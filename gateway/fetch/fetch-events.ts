/** What `watch/` may listen to. No event object is built while nobody listens. */
import { channel } from 'node:diagnostics_channel';
import type { BreakerState } from './circuit-breaker.ts';

/** A question is about to be asked. */
export interface FetchStart {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  readonly operationName: string | undefined;
  /** Names and values in turn; a listener may push its own, as tracing does with `traceparent`. */
  readonly headers: string[];
}

/** A question is over. The object of its start comes with it, so a listener can keep what it began there in a WeakMap. */
export interface FetchEnd {
  readonly start: FetchStart | undefined;
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  /** Code of the error, absent when there was an answer. */
  readonly code: string | undefined;
  /** From the first caller's question to the answer, in ms. */
  readonly duration: number;
  /** Size of the answer's body; 0 in process. */
  readonly bytes: number;
  readonly tries: number;
  /** How many callers shared it, the first included. */
  readonly callers: number;
}

export interface BreakerChange {
  readonly subgraph: string;
  readonly state: BreakerState['kind'];
}

export const fetchStart = channel('sigap.fetch.start');
export const fetchEnd = channel('sigap.fetch.end');
export const breakerChange = channel('sigap.fetch.breaker');
