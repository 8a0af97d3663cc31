import type { CandidateChange } from '../rule.ts';

/** One fault of style, before the agency's level is known. */
export interface StyleFault {
  readonly coordinate: string;
  readonly why: string;
}

/** A rule of style: it never protects anybody, so each agency says how it takes it. */
export interface LintRule {
  /** `TWO_LANGUAGES`; in findings `LINT/TWO_LANGUAGES`. */
  readonly name: string;
  readonly what: string;
  readonly example: string;
  readonly todo: string;
  readonly find: (change: CandidateChange) => readonly StyleFault[];
}
