/** What a check of a subgraph finds, and what comes of it. */

/**
 * error: the version is not published. approval: it waits until `owner` agrees. warning and notice: said only.
 */
export type Severity = 'error' | 'approval' | 'warning' | 'notice';

/** Who asks an operation: its name, the application, and how many times in the days that are kept. */
export interface UsedBy {
  readonly operation: string;
  readonly client: string;
  readonly count: number;
}

/** One thing that a check found. */
export interface Finding {
  /** `COMPOSITION/INVALID_FIELD_SHARING`, `OWNER/OVERRIDE`: the folder of the rule, and its name; docs/checks.md lists all. */
  readonly rule: string;
  readonly severity: Severity;
  /** `Worker.nik`, `Query.workers(first:)`, or the subgraph's name where it is about the whole of it. */
  readonly coordinate: string;
  /** One sentence. */
  readonly why: string;
  /** One sentence. */
  readonly todo: string;
  /** The agency that is asked, where the severity is `approval`. */
  readonly owner?: string;
  readonly usedBy?: readonly UsedBy[];
}

/** All that was found in one candidate. */
export interface CheckReport {
  readonly subgraph: string;
  /** SHA-256 of the candidate's SDL, hexadecimal. */
  readonly hash: string;
  /** failed: some finding is an error. waits: none is, and some owner has to agree. */
  readonly outcome: 'passed' | 'waits' | 'failed';
  readonly findings: readonly Finding[];
  /** SHA-256 of the supergraph with the candidate in it, hexadecimal; none where it does not compose. */
  readonly supergraphHash?: string;
}
