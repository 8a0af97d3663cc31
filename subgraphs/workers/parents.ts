/** What stands behind each type of the graph: what the resolvers of its fields are given. `npm run types` reads its names. */
import type { Month } from '../counts/history.ts';
import type { Connection } from '../data/connection.ts';
import type { AreaWithCounts } from './areas-by-count.ts';
import type { CoverageRow } from './coverage.ts';
import type { CoverageOfArea, CoverageChange, SectorTotal } from './coverage-of-area.ts';
import type { FunnelAt, FunnelChange } from './funnel-of-agency.ts';
import type { Decile, Membership, Verification, Worker } from './models.ts';

/** Known by its code, as agencies and programmes are too; a stub is one. */
interface Area {
  readonly code: string;
}

/** A fault in a record; what came wrong is opened only when it is asked for. */
interface RecordProblem {
  readonly code: string;
  readonly field: string;
  readonly raw: () => string | null;
}

export interface CoverageMonth extends Pick<Month<CoverageOfArea, CoverageChange>, 'month' | 'change'> {
  readonly coverage: CoverageOfArea;
}

export interface FunnelMonth extends Pick<Month<FunnelAt, FunnelChange>, 'month' | 'change'> {
  readonly funnel: FunnelAt;
}

export interface WorkersParents {
  readonly Worker: Worker;
  readonly WorkerConnection: Connection<Worker>;
  /** With the worker's id, which their card number is sealed for. */
  readonly Membership: Membership & { readonly owner: string };
  readonly WelfareDecile: Decile;
  readonly RecordProblem: RecordProblem;
  readonly Verification: Verification;
  readonly VerificationConnection: Connection<Verification>;
  readonly Person: { readonly token: string };
  readonly City: { readonly code?: string | null };
  readonly District: Area;
  readonly Village: Area;
  readonly Agency: Area;
  readonly Programme: Area;
  readonly Coverage: CoverageOfArea;
  readonly CoverageMonth: CoverageMonth;
  readonly CityCoverageMonth: CoverageMonth;
  readonly OccupationCount: CoverageRow;
  readonly DecileBandCount: CoverageRow;
  readonly StatusCount: CoverageRow;
  readonly CoverageCell: CoverageRow;
  readonly BreakdownRow: CoverageRow;
  readonly SectorCount: SectorTotal;
  readonly AreaCoverage: { readonly area: AreaWithCounts };
  readonly AgencyFunnel: FunnelAt;
  readonly FunnelMonth: FunnelMonth;
}
