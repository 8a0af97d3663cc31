/** What a check of a subgraph is given: everything it judges by, so that it reads no file, no database and no clock of its own. */

/** A subgraph as it is published, or would be. */
export interface OwnedSubgraph {
  readonly name: string;
  /** Code of the agency, as `DISNAKER`. */
  readonly owner: string;
  readonly url: string;
  readonly sdl: string;
}

/** An operation that was asked in the days that are kept, is in the persisted manifest, or is shipped (its counts are 0). */
export interface UsedOperation {
  readonly name: string;
  /** Its text. */
  readonly document: string;
  readonly clients: readonly { readonly name: string; readonly version: string; readonly count: number }[];
}

/** An owner's agreement with one finding. */
export interface GivenApproval {
  readonly rule: string;
  readonly coordinate: string;
  readonly owner: string;
  /** SHA-256 of the candidate's SDL it was given for, or `any`. */
  readonly hash: string;
  /** ISO 8601; it counts until then. */
  readonly expires: string;
}

/** An owner's agreement that was taken back: it is asked for again, whatever is published. */
type RevokedApproval = Pick<GivenApproval, 'rule' | 'coordinate' | 'owner'>;

/** Rule of lint (`NAMING`) -> how it is taken, for one agency: on is an error; a rule that is not named warns. */
export type LintLevels = Readonly<Record<string, 'on' | 'warn' | 'off'>>;

/** What an operation costs on one supergraph. */
export interface Judgement {
  /** How many requests to subgraphs its plan has. */
  readonly fetches: number;
  /** How many of them follow one another. */
  readonly depth: number;
  /** Estimated cost, in the units of `@cost`. */
  readonly cost: number;
}

/** Plans an operation on a supergraph; what it needs of the gateway is given to it by whoever puts the rooms together. */
export type JudgeOperation = (supergraphSdl: string, document: string) => Judgement | Promise<Judgement>;

/** What a contract makes of a supergraph, or why that cannot be served. */
export type ContractVariant = { readonly name: string } & ({ readonly sdl: string } | { readonly problem: string });

/** A candidate and everything it is judged by. */
export interface CheckInput extends OwnedSubgraph {
  /** Published now, without the candidate. */
  readonly others: readonly OwnedSubgraph[];
  /** Taken out for a time: nothing composes with them, and what is theirs stays theirs. */
  readonly quarantined?: readonly OwnedSubgraph[];
  /** The candidate's SDL that is published now, if any. */
  readonly before?: string;
  readonly used: readonly UsedOperation[];
  readonly approvals: readonly GivenApproval[];
  /** Agreements with this subgraph that were taken back; none when left out. */
  readonly revoked?: readonly RevokedApproval[];
  readonly lint: LintLevels;
  readonly judgeOperation?: JudgeOperation;
  /** The variants of a supergraph under the contracts; there are none when left out. */
  readonly variantsOf?: (supergraphSdl: string) => readonly ContractVariant[];
  /** none: any subgraphs, without the rules of privacy. */
  readonly policy: 'privacy' | 'none';
  /** When it is checked, for approvals that expire; now when left out. */
  readonly now?: Date;
}
