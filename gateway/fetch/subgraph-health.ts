/** The state of the gateway's subgraphs, for load balancers and operators. */

/** Whether the gateway is ready for traffic, and if not, which subgraphs it waits for. */
export type Readiness =
  | { readonly state: 'ready' }
  | { readonly state: 'waiting'; readonly for: readonly string[] }
  | { readonly state: 'stopping' };

/** How one subgraph does. */
export interface SubgraphHealth {
  readonly name: string;
  /** Whether it answered its last probe; unknown before the first. */
  readonly state: 'answers' | 'missing' | 'unknown';
  /** Why it is missing. */
  readonly code?: string;
  /** Since when this state holds, as ISO 8601. */
  readonly since?: string;
  readonly kind: 'http' | 'process';
  readonly breaker: 'closed' | 'open';
  /** Requests in flight, and those waiting in the queue. */
  readonly active: number;
  readonly queued: number;
  /** Since the start: requests to it, and those that got no answer. */
  readonly asked: number;
  readonly failed: number;
  /** Code of the last failure; absent when the last request was answered. */
  readonly lastFailure: string | undefined;
}
