/** What the registry answers; docs/registry.md and its page /docs describe it. */

export type Right = 'publish' | 'approve' | 'operate' | 'read' | 'usage';

/** Whose token it is, and what it may. */
export interface Holder {
  readonly agency: string;
  readonly label: string;
  readonly subgraphs: readonly string[];
  readonly rights: readonly Right[];
}

type VersionState = 'PUBLISHED' | 'WAITING' | 'FAILED' | 'RETRACTED' | 'ROLLED_BACK';

export interface Version {
  readonly subgraph: string;
  readonly number: number;
  readonly hash: string;
  readonly url: string;
  readonly by: string;
  readonly at: string;
  readonly why: string;
  readonly state: VersionState;
  readonly note?: string | null;
  readonly requests: number;
  readonly failures: number;
}

export interface Subgraph {
  readonly name: string;
  readonly owner: string;
  readonly since: string;
  /** Published, whether it is served or not. */
  readonly current?: Version;
  readonly newest?: Version;
  /** Number of the version that is served. */
  readonly served?: number;
  readonly quarantined: boolean;
  readonly openApprovals: number;
}

export interface SubgraphWithVersions extends Subgraph {
  readonly versions: readonly Version[];
}

export const SEVERITIES = ['error', 'approval', 'warning', 'notice'] as const;

export interface Finding {
  readonly rule: string;
  readonly severity: (typeof SEVERITIES)[number];
  readonly coordinate: string;
  readonly why: string;
  readonly todo: string;
  readonly owner?: string | null;
  readonly usedBy?: readonly { readonly operation: string; readonly client: string; readonly count: number }[] | null;
}

export interface VersionInFull extends Version {
  readonly sdl: string;
  readonly report: { readonly outcome: 'passed' | 'waits' | 'failed'; readonly findings: readonly Finding[] };
  readonly approvals: readonly Approval[];
}

export interface Approval {
  readonly id: string;
  readonly subgraph: string;
  readonly version: number;
  readonly rule: string;
  readonly coordinate: string;
  readonly finding: string;
  readonly owner: string;
  readonly state: 'OPEN' | 'APPROVED' | 'DENIED' | 'CLOSED' | 'REVOKED';
  readonly askedAt: string;
  readonly by?: string | null;
  readonly at?: string | null;
  readonly why?: string | null;
}

export interface Supergraph {
  readonly number: number;
  readonly cause: {
    readonly kind:
      'PUBLISH' | 'RETRACT' | 'QUARANTINE' | 'RELEASE' | 'PIN' | 'UNPIN' | 'ROLLBACK' | 'ERRORS' | 'CONTRACTS';
    readonly subgraphs: readonly string[];
    readonly to?: number | null;
  };
  readonly at: string;
  readonly by: string;
  readonly why: string;
  readonly served: Readonly<Record<string, number>>;
  readonly quarantined: readonly string[];
  readonly pinned?: number | null;
}

export interface SupergraphDiff {
  readonly subgraphs: readonly { readonly name: string; readonly before?: number; readonly after?: number }[];
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  readonly changes: readonly {
    readonly coordinate: string;
    readonly message: string;
    readonly criticality: 'BREAKING' | 'DANGEROUS' | 'NON_BREAKING';
  }[];
}

/** What a change is answered with. */
export interface Changed {
  readonly supergraph?: { readonly number: number };
  readonly lost?: readonly string[];
  readonly approval?: Approval;
}

export interface Operation {
  readonly hash: string;
  /** Its name, or the fields that it begins with. */
  readonly title: string;
  readonly name: string | null;
  readonly count: number;
  readonly lastDay: string;
  readonly clients: readonly {
    readonly name: string | null;
    readonly version: string | null;
    readonly count: number;
  }[];
  readonly errors: readonly { readonly code: string; readonly subgraph: string | null; readonly count: number }[];
}

export interface Usage {
  readonly since: string | null;
  readonly operations: readonly Operation[];
  readonly others: number;
}

export interface FieldUsage extends Usage {
  readonly coordinate: string;
  /** Whether the graph that is served has it. */
  readonly known: boolean;
  readonly count: number;
}

export interface Unused {
  readonly since: string | null;
  readonly unused: readonly string[];
  readonly of: number;
}
