/** What the gateway knows of its subgraphs, for whoever sends it traffic and for operators. */

/** Whether the gateway may be sent traffic, and if not, what it waits for. */
export type Readiness =
  | { readonly state: 'ready' }
  | { readonly state: 'waiting'; readonly for: readonly string[] }
  | { readonly state: 'stopping' };

/** How one subgraph does. */
export interface SubgraphHealth {
  readonly name: string;
  /** Whether it answered when it was last asked; unknown until it was. */
  readonly state: 'answers' | 'missing' | 'unknown';
  /** Why it is missing. */
  readonly code?: string;
  /** Since when it is so, as ISO 8601. */
  readonly since?: string;
  readonly kind: 'http' | 'process';
  readonly breaker: 'closed' | 'open';
  /** Questions on the wire, and those waiting for their turn. */
  readonly active: number;
  readonly queued: number;
  /** Since the start: questions, and those that got no answer. */
  readonly asked: number;
  readonly failed: number;
  /** Code of the last failure; absent when the last question was answered. */
  readonly lastFailure: string | undefined;
}
