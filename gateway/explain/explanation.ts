/** An explanation, as it stands in an answer's `extensions.explain`. docs/explain.md describes it for clients. */

import type { RequestBudget } from '../guard/identity/roles.ts';

/** Response names and list positions from the root. */
export type AnswerPath = readonly (string | number)[];

/** Why a value is not what its owner holds, or is null. */
export const VALUE_KINDS = [
  /** This caller may not read it. */
  'denied',
  /** It is shown in part. */
  'masked',
  /** It is a count that its subgraph moves. */
  'perturbed',
  /** It is a count that its subgraph should have moved, and did not. */
  'suppressed',
  /** Its subgraph answered with an error. */
  'subgraph-error',
  /** Its subgraph did not answer. */
  'no-answer',
  /** Its subgraph is sent nothing at present. */
  'breaker-open',
  /** What its subgraph answered does not fit the schema, or another subgraph's answer. */
  'misfit',
  /** Its object could not be asked for: a key or an input is missing. */
  'unreachable-entity',
  /** Its subgraph knows no such object, or does not show it to this caller. */
  'unknown-entity',
  /** Its owner answered null. */
  'null-of-owner',
  /** A value below it may not be null, and is. */
  'propagated',
  /** Another error. */
  'other',
] as const;
/** One of `VALUE_KINDS`. */
export type ValueKind = (typeof VALUE_KINDS)[number];

/** A directive that hides a value, and what would show it. */
export interface ToldRule {
  /** `@requiresScopes`, `@authenticated`, `@policy`, `@purpose`, `@mask`. */
  readonly directive: string;
  /** `Type` or `Type.field`; null for one that the caller's schema does not have. */
  readonly on: string | null;
  /** What it takes, in words: `the scope person:read`. */
  readonly takes: string;
}

/** Why one value is as it is. What does not apply is left out. */
export interface ValueCause {
  readonly kind: ValueKind;
  /** One sentence. */
  readonly why: string;
  /** Of the error in the answer that says so. */
  readonly code?: string;
  /** Whose answer it is, or should be. */
  readonly subgraphs?: readonly string[];
  /** What denies or masks it; empty where the reason is not a directive. */
  readonly rules?: readonly ToldRule[];
  /** Of a perturbed count: the most that was added or taken; left out where the answer does not have its `basis`. */
  readonly bound?: number;
  /** Of a perturbed count: the month at whose end it was taken, `YYYY-MM`; null for counts as of now. Left out as `bound` is. */
  readonly month?: string | null;
  /** Of a count: the smallest number above zero that may leave. */
  readonly minimum?: number;
  /** Since when the subgraph is sent nothing, or has answered no request, ISO 8601. */
  readonly since?: string;
  /** Of a propagated null: the value from which it comes, and why that one is null. */
  readonly from?: AnswerPath;
  readonly cause?: ValueKind;
}

/** Values of one field for which the same holds. */
export interface ExplainedValue extends ValueCause {
  /** The first of them. */
  readonly path: AnswerPath;
  /** The first few, `path` among them. */
  readonly paths: readonly AnswerPath[];
  readonly count: number;
  /** `Type.field`; null for an error that is at no field. */
  readonly coordinate: string | null;
  /** As the schema writes it: `String!`. */
  readonly type: string | null;
}

/** What became of a fetch. */
export type FetchState = 'fetched' | 'shared' | 'refused' | 'failed' | 'unsent';

/** One request to a subgraph, or a fetch of the plan for which none was sent. */
export interface ExplainedFetch {
  readonly subgraph: string;
  /** Without a path; null for a caller without `subgraphs:read`. */
  readonly address: string | null;
  /** Response names to the objects that it fills, without list positions and as far as the client has selected them; empty for fields of the root. */
  readonly path: readonly string[];
  /** All of its paths, where several fetches of the plan went as one request. */
  readonly paths: readonly (readonly string[])[];
  /** ms after the first fetch began; null where none was sent. */
  readonly started: number | null;
  /** ms; null where none was sent. */
  readonly took: number | null;
  /** Entities that were asked about, or entries of the lists of the root as the answer shows them; null where it is not told. */
  readonly rows: number | null;
  /** Of the reply; null in the gateway's own process, and where the size would tell of a value that is not shown. */
  readonly bytes: number | null;
  /** Attempts; 0 where none was sent. */
  readonly tries: number;
  readonly state: FetchState;
  /** One sentence, for every state but `fetched` without an error. */
  readonly why?: string;
}

/** What a field adds to the estimated cost, without the fields below it. */
export interface ExplainedCost {
  /** Response names from the root, without list positions. */
  readonly path: readonly string[];
  /** `Type.field`; null for what the gateway itself selects below the path, for the record of the audit. */
  readonly coordinate: string | null;
  readonly cost: number;
}

/** Why an answer is as it is. */
export interface Explanation {
  /** By kind in the order of `VALUE_KINDS`, then by place. */
  readonly values: readonly ExplainedValue[];
  /** How many values are told in no entry, because there are too many entries of a kind. */
  readonly valuesLeftOut: number;
  /** In the order in which they began; those that were not sent come last. */
  readonly fetches: readonly ExplainedFetch[];
  readonly fetchesLeftOut: number;
  /** Estimated, in the units of `@cost`; null for a caller without `cost:read`, and where there is no guard. */
  readonly cost: {
    readonly total: number;
    /** The most expensive first. */
    readonly fields: readonly ExplainedCost[];
    /** What the fields that are not listed add. */
    readonly costLeftOut: number;
  } | null;
  /** What this caller may use, by their roles; null where there is no guard. */
  readonly limits: RequestBudget | null;
}
