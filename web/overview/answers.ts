/** The shape of what questions.ts selects. Whatever an agency owes is null, so every field may be. */
import type { EnumDescriptions } from '../language/enum-names.ts';
import type { Basis } from '../numbers/marks.ts';

type Maybe<Value> = Value | null | undefined;

interface Change {
  readonly total?: number | null;
  readonly covered?: number | null;
  readonly pending?: number | null;
}

export interface FiguresAnswer {
  readonly city: Maybe<{
    readonly coverageHistory: Maybe<
      readonly { readonly month: string; readonly coverage: CoverageCounts; readonly change: Maybe<Change> }[]
    >;
    readonly memberHistory: Maybe<readonly { readonly month: string; readonly change: Maybe<Change> }[]>;
    readonly funnelHistory: Maybe<readonly { readonly month: string; readonly change: Maybe<Change> }[]>;
  }>;
  readonly doubleFundingHistory: Maybe<readonly { readonly month: string; readonly change: Maybe<Change> }[]>;
  readonly publishedFigures: Maybe<readonly PublishedFigure[]>;
  readonly programmes: Maybe<
    readonly { readonly code: string; readonly name: string; readonly budgets: readonly { readonly year: number }[] }[]
  >;
}

export interface PublishedFigure {
  readonly code: string;
  readonly title: string;
  readonly titleId: string;
  readonly source: string;
  readonly date: string;
  readonly computedRemark: Maybe<string>;
  readonly computedRemarkId: Maybe<string>;
}

interface CoverageCounts {
  readonly total: number | null;
  readonly covered: number | null;
  readonly coverageRate?: number | null;
  readonly eligibleNotCovered: number | null;
  readonly atRisk?: number | null;
  readonly basis: Basis;
}

export interface Geometry {
  readonly type: 'Polygon' | 'MultiPolygon';
  readonly coordinates: unknown;
}

export interface AreasAnswer {
  readonly city: Maybe<{
    readonly districts: Maybe<
      readonly {
        readonly code: string;
        readonly name: string | null;
        readonly boundary: Maybe<Geometry>;
        readonly coverage: Maybe<CoverageCounts>;
      }[]
    >;
  }>;
}

export interface VillagesAnswer {
  readonly areasByCoverage: Maybe<
    readonly {
      readonly village: Maybe<{ readonly code: string; readonly name: string | null }>;
      readonly coverage: Maybe<CoverageCounts>;
    }[]
  >;
}

export interface OccupationsAnswer {
  readonly city: Maybe<{
    readonly coverage: Maybe<{
      readonly breakdown: readonly ({
        readonly occupation: string;
        readonly decileBand: string;
      } & CoverageCounts)[];
    }>;
  }>;
  readonly occupations: EnumDescriptions;
  readonly bands: EnumDescriptions;
}

export interface MoneyAnswer {
  readonly programme: Maybe<{
    readonly code: string;
    readonly name: string;
    readonly reconciliation: Maybe<Reconciliation>;
  }>;
}

/** Amounts in whole rupiah. */
export interface Reconciliation {
  readonly from: string;
  readonly to: string;
  readonly ceiling: number;
  readonly liability: number;
  readonly billed: number;
  readonly paid: number;
  readonly unpaid: number;
  readonly remaining: number;
  readonly shortfall: number;
  readonly periods: readonly {
    readonly period: string;
    readonly billed: number;
    readonly paid: number;
    readonly unpaid: number;
    readonly paidToDate: number;
    readonly remaining: number;
  }[];
}

interface FunnelCounts {
  readonly asked: number | null;
  readonly answered: number | null;
  readonly pending: number | null;
  /** Days. */
  readonly turnaround: { readonly medianDays: number | null; readonly p90Days: number | null };
  readonly basis: Basis;
}

export interface VerificationAnswer {
  readonly city: Maybe<{
    readonly funnel: Maybe<
      FunnelCounts & {
        readonly asOf: string;
        readonly verdicts: readonly { readonly verdict: string; readonly count: number | null }[];
        readonly pendingByAge: readonly { readonly age: string; readonly count: number | null }[];
      }
    >;
  }>;
  readonly verificationFunnel: Maybe<
    readonly (FunnelCounts & {
      readonly agency: { readonly code: string; readonly name: string | null };
      readonly oldestPending: string | null;
    })[]
  >;
  readonly verdicts: EnumDescriptions;
  readonly ages: EnumDescriptions;
}

export interface WaitingAnswer {
  readonly verifications: Maybe<{
    readonly totalCount: number | null;
    readonly nodes: Maybe<
      readonly {
        readonly id: string;
        readonly requestedOn: string;
        readonly agency: Maybe<{ readonly code: string; readonly name: string | null }>;
        readonly worker: Maybe<{
          readonly id: string;
          readonly occupation: string;
          readonly village: Maybe<{
            readonly name: string | null;
            readonly district: Maybe<{ readonly name: string | null }>;
          }>;
        }>;
      }[]
    >;
  }>;
  readonly occupations: EnumDescriptions;
}
