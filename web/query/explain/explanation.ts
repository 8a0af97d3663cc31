/** The explanation of an answer, as the gateway puts it into `extensions.explain`: docs/explain.md describes it. */
import type { Answer } from '../../graph/ask.ts';
import type { Path } from '../../graph/table.ts';

export const KINDS = [
  'denied',
  'masked',
  'perturbed',
  'suppressed',
  'subgraph-error',
  'no-answer',
  'breaker-open',
  'misfit',
  'unreachable-entity',
  'unknown-entity',
  'null-of-owner',
  'propagated',
  'other',
] as const;
/** Why a value is as it is. */
export type Kind = (typeof KINDS)[number];

export const STATES = ['fetched', 'shared', 'refused', 'failed', 'unsent'] as const;
/** What became of a fetch. */
export type State = (typeof STATES)[number];

/** Values of one field for which the same sentence holds. */
export interface ExplainedValue {
  /** The first few of them. */
  readonly paths: readonly Path[];
  readonly count: number;
  readonly coordinate: string | null;
  readonly kind: Kind;
  /** In English. */
  readonly why: string;
}

export interface ExplainedFetch {
  readonly subgraph: string;
  readonly address: string | null;
  readonly path: readonly string[];
  readonly paths: readonly (readonly string[])[];
  /** ms after the first one began; null where none was sent. */
  readonly started: number | null;
  /** ms */
  readonly took: number | null;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly tries: number;
  readonly state: State;
  /** In English. */
  readonly why?: string;
}

interface ExplainedCost {
  readonly path: readonly string[];
  readonly coordinate: string | null;
  readonly cost: number;
}

export interface Explanation {
  readonly values: readonly ExplainedValue[];
  readonly valuesLeftOut: number;
  readonly fetches: readonly ExplainedFetch[];
  readonly fetchesLeftOut: number;
  readonly cost: {
    readonly total: number;
    readonly fields: readonly ExplainedCost[];
    readonly costLeftOut: number;
  } | null;
  /** What this caller may use; absent in answers of an older gateway. */
  readonly limits?: {
    readonly requestsPerMinute: number;
    readonly costPerRequest: number;
    readonly costPerMinute: number;
    readonly personsPerMinute: number;
  } | null;
}

/** @returns undefined for an answer that was not explained */
export function explanationIn({ extensions }: Answer): Explanation | undefined {
  const told = extensions?.['explain'] as Partial<Explanation> | null | undefined;
  return Array.isArray(told?.values) && Array.isArray(told.fetches) ? (told as Explanation) : undefined;
}

/** @returns the kind; `other` for one that a newer gateway has */
export const knownKind = (kind: string): Kind => KINDS.find((one) => one === kind) ?? 'other';
