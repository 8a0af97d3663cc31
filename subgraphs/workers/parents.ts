/** The value behind each type of the graph, which the resolvers of its fields receive. `npm run types` reads the types' names here. */
import type { OpenedCorrection } from '../changes/record-event.ts';
import type { ImportParents } from '../import/import-parents.ts';
import type { Connection } from '../data/connection.ts';
import type { AreaWithCounts } from './areas-by-count.ts';
import type { CoverageRow } from './coverage.ts';
import type { CoverageMonth, CoverageOfArea, SectorTotal } from './coverage-of-area.ts';
import type { DailyRun } from './daily/daily-run.ts';
import type { PossibleDuplicates } from './possible-duplicates.ts';
import type { RowOutcome } from '../changes/batch-rows.ts';
import type { WorkerEvent } from './lifecycle/worker-event.ts';
import type { Decile, Membership, Verification, Worker } from './models.ts';
import type { CityFunnelAt, CityFunnelMonth, FunnelAt, FunnelMonth } from './verification-funnels.ts';

/** An entity known by its code: an area, an agency, a programme. A stub is one. */
interface Coded {
  readonly code: string;
}

/** A fault in a record; the faulty value is opened only when it is selected. */
interface RecordProblem {
  readonly code: string;
  readonly field: string;
  readonly raw: () => string | null;
}

/** The value behind each type of the graph, by the type's name. */
export interface WorkersParents {
  readonly Worker: Worker;
  readonly PossibleDuplicates: PossibleDuplicates;
  readonly PossibleDuplicatesConnection: Connection<PossibleDuplicates>;
  readonly WorkerConnection: Connection<Worker>;
  /** With the id of the worker, which is part of the place that their card number is sealed with. */
  readonly Membership: Membership & { readonly owner: string };
  readonly WelfareDecile: Decile;
  readonly RecordProblem: RecordProblem;
  readonly Verification: Verification;
  readonly VerificationConnection: Connection<Verification>;
  readonly Person: { readonly token: string };
  readonly ChangedWorker: { readonly worker: string };
  /** Ids of workers. */
  readonly MergedWorkers: { readonly kept: string; readonly ended: string };
  readonly AnsweredVerification: { readonly verification: string };
  readonly ChangedRow: RowOutcome;
  readonly ProposedRow: RowOutcome & { readonly token: string };
  readonly WorkerEvent: WorkerEvent;
  readonly DailyRun: DailyRun;
  readonly FieldCorrection: OpenedCorrection;
  readonly City: { readonly code?: string | null };
  readonly District: Coded;
  readonly Village: Coded;
  readonly Agency: Coded;
  readonly Programme: Coded;
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
  readonly CityFunnel: CityFunnelAt;
  readonly CityFunnelMonth: CityFunnelMonth;
  readonly ImportJob: ImportParents['ImportJob'];
  readonly ImportLeftRow: ImportParents['ImportLeftRow'];
  readonly ImportPass: ImportParents['ImportPass'];
  readonly ImportReasonCount: ImportParents['ImportReasonCount'];
  readonly ImportNoteCount: ImportParents['ImportNoteCount'];
  readonly ImportedRows: ImportParents['ImportedRows'];
  readonly RejectedLine: ImportParents['RejectedLine'];
  readonly ImportReason: ImportParents['ImportReason'];
  readonly RejectedRow: ImportParents['RejectedRow'];
  readonly ImportJobConnection: ImportParents['ImportJobConnection'];
  readonly RejectedRowConnection: ImportParents['RejectedRowConnection'];
}
