/** What running an operation takes from the request's context: the one shape both executors read. */
import type { Rights } from '../plan/rights.ts';

export interface Caller {
  readonly rights: Rights;
  /** Headers that may be forwarded to subgraphs, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the client must have his answer, in ms of `performance.now()`. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

/** Reads the caller from the context value Apollo Server carries through a request. */
export type CallerOf = (contextValue: object) => Caller;
