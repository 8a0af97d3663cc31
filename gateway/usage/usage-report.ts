/** A report of usage, as the registry takes it: `POST /v1/usage`. */

/** What happened since the report before. */
export interface UsageReport {
  /** The registry counts a report once, however often it comes. */
  readonly id: string;
  /** Names this process, for as long as it runs. */
  readonly gateway: string;
  /** SHA-256 of the supergraph that served at the end, hexadecimal. */
  readonly supergraph: string;
  /** ISO 8601 */
  readonly from: string;
  readonly to: string;
  readonly operations: readonly OperationUsage[];
  /** Runs of operations that did not fit into the report. */
  readonly others: number;
  readonly subgraphs: readonly SubgraphUsage[];
}

/** An operation, and who has run it. */
export interface OperationUsage {
  /** Of `document`, and of `name` where it has one: SHA-256, hexadecimal. */
  readonly hash: string;
  /** null without a name, or where the name has a number that may be a person's. */
  readonly name: string | null;
  /** Without values: used-document.ts. */
  readonly document: string;
  readonly clients: readonly ClientUsage[];
}

/** What a client calls itself (`apollographql-client-name`, `apollographql-client-version`), null where it does not say. */
interface ClientUsage {
  readonly name: string | null;
  readonly version: string | null;
  readonly count: number;
  readonly errors: readonly ErrorUsage[];
}

/** How often an error was in an answer. */
interface ErrorUsage {
  readonly code: string;
  /** The subgraph that it comes from; null for the gateway's own. */
  readonly subgraph: string | null;
  readonly count: number;
}

/** Requests to a subgraph. */
interface SubgraphUsage {
  readonly name: string;
  readonly requests: number;
  /** Those without an answer, by the code of the fault. */
  readonly failures: readonly { readonly code: string; readonly count: number }[];
}
