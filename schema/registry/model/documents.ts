/** What the registry keeps, a shape a collection of the database `sigap_registry`. */
import type { CheckReport } from '../../checks/finding.ts';

/** A subgraph and who owns it, from its first version on. */
export interface SubgraphDocument {
  /** Its name. */
  _id: string;
  /** Code of the agency, `DISNAKER`. */
  owner: string;
  since: Date;
  /** When a version of it was published or waited last: from then on the name is theirs. */
  heldAt?: Date;
}

/** Where a version stands. WAITING: for approvals. FAILED: by its check. RETRACTED: by its owner, or overtaken while it waited. */
export type VersionState = 'PUBLISHED' | 'WAITING' | 'FAILED' | 'RETRACTED' | 'ROLLED_BACK';

/** One version of a subgraph. Its state and what is told of it change; what was published never does. */
export interface VersionDocument {
  /** `workers/3`. */
  _id: string;
  subgraph: string;
  number: number;
  /** SHA-256 of its SDL, which stands in `texts`. */
  hash: string;
  url: string;
  /** Agency of the token that it came with. */
  by: string;
  /** Id of that token. */
  token: string;
  at: Date;
  why: string;
  state: VersionState;
  report: CheckReport;
  /** Whether a supergraph with it was written. A version without it, left by a program that was cut off, counts for nothing. */
  committed: boolean;
  /** What its owner is told: why it was rolled back, retracted or overtaken. */
  note?: string;
  /** When the first supergraph that has it was written. */
  servedAt?: Date;
  /** Requests to the subgraph and how many failed, as gateways report them since this version serves. */
  requests: number;
  failures: number;
}

/** What made a supergraph. */
export interface Cause {
  readonly kind:
    | 'PUBLISH'
    | 'RETRACT'
    | 'QUARANTINE'
    | 'RELEASE'
    | 'PIN'
    | 'UNPIN'
    | 'ROLLBACK'
    /** A version was rolled back, since its subgraph failed more than before it. */
    | 'ERRORS'
    /** A subgraph was given to another agency; its name was freed. The graph is the same. */
    | 'MOVE'
    | 'FREE'
    /** The contracts are others than before. */
    | 'CONTRACTS';
  /** Subgraphs it is about. */
  readonly subgraphs: readonly string[];
  /** Number of the supergraph it goes back to, of a pin or a rollback. */
  readonly to?: number;
}

/** Version numbers by subgraph. A list, since names of subgraphs are no keys of documents. */
export type Versions = readonly { readonly name: string; readonly version: number }[];

/** A text that is served, and its signature. */
export interface Signed {
  /** SHA-256 of the text, which stands in `texts`. */
  readonly hash: string;
  readonly signature: string;
}

/** A variant of a supergraph, or why this supergraph has none under its contract. */
export type SupergraphVariant = { readonly name: string } & (Signed | { readonly problem: string });

/** One state of the whole graph. Written once: the newest is what holds, and a unique number decides races. */
export interface SupergraphDocument {
  /** 1, 2, 3 … without gaps. */
  _id: number;
  cause: Cause;
  at: Date;
  by: string;
  token: string;
  why: string;
  /** Published versions, whether they are served or not. */
  versions: Versions;
  /** What is served from now on: `versions` without what is quarantined; those of the pinned one while there is one. */
  served: Versions;
  quarantined: readonly string[];
  /** Number of the supergraph whose versions are served whatever is published. */
  pinned?: number;
  /** The text of `served`. */
  supergraph: Signed;
  variants: readonly SupergraphVariant[];
  /** SHA-256 of the contracts that the variants were made under. */
  contracts: string;
}

/** A text by its hash: SDL of subgraphs and supergraphs, which many documents share. */
export interface TextDocument {
  /** SHA-256, hexadecimal. */
  _id: string;
  /** The text, gzip. */
  gzip: Buffer;
}

/** An owner is asked about one finding in a version that waits. */
export interface ApprovalDocument {
  /** Random, hexadecimal. */
  _id: string;
  subgraph: string;
  version: number;
  /** Of the candidate's SDL. */
  hash: string;
  /** The candidate's address: what is agreed is sent there. */
  url: string;
  rule: string;
  coordinate: string;
  /** What was found, as the check said it. */
  finding: string;
  /** The agency that is asked. */
  owner: string;
  /** REVOKED: by its owner, after they had agreed. */
  state: 'OPEN' | 'APPROVED' | 'DENIED' | 'CLOSED' | 'REVOKED';
  askedAt: Date;
  /** Agency and token that answered. */
  by?: string;
  token?: string;
  at?: Date;
  why?: string;
  /** Until when the agreement counts for a check. */
  expires?: Date;
}

/** What a token may do beside reading, which every token may. */
export type Right = 'publish' | 'approve' | 'operate' | 'read' | 'usage';

/** A token, without the token. */
export interface TokenDocument {
  /** Random, hexadecimal. */
  _id: string;
  /** SHA-256 of the token, hexadecimal. */
  hash: string;
  agency: string;
  /** What it is for: `CI of Disnaker`. */
  label: string;
  /** Names of the subgraphs it may publish, `*` for all. */
  subgraphs: readonly string[];
  rights: readonly Right[];
  madeAt: Date;
  /** Id of the token it was made with; `start` of the first. */
  madeBy: string;
  expires?: Date;
  revokedAt?: Date;
}

/** An operation that gateways have reported. It has no value that a client wrote. */
export interface UsedOperationDocument {
  /** SHA-256 of its text, hexadecimal. */
  _id: string;
  /** Null without a name. */
  name: string | null;
  text: string;
  firstDay: string;
  lastDay: string;
}

/** How often a client has run an operation on one day. */
export interface UsageDayDocument {
  /** Of the other fields but the counts. */
  _id: string;
  /** `2026-11-29`, UTC. */
  day: string;
  /** Hash of the operation; null for all that did not fit into a report. */
  operation: string | null;
  /** What the client calls itself, null where it does not say. */
  client: string | null;
  version: string | null;
  count: number;
  /** By code and subgraph, one an answer. */
  faults: readonly { readonly code: string; readonly subgraph: string | null; readonly count: number }[];
}

/** A report that was taken: it counts once, however often it comes. */
export interface UsageReportDocument {
  _id: string;
  at: Date;
}
