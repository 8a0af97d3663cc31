/** The value behind each type of imports in the graph; the `parents.ts` of an agency that imports lists them. */
import type { Connection } from '../data/connection.ts';
import type { ImportJob, ImportPass, LeftRow, RejectedRow, Tallied } from './import-job.ts';
import type { NoteCode } from './import-kind.ts';
import type { ImportReason, ReasonCode } from './reasons.ts';
import type { TakenRows } from './take-rows.ts';

/** The value behind each type, by the type's name. */
export interface ImportParents {
  readonly ImportJob: ImportJob;
  readonly ImportLeftRow: LeftRow & { readonly kind: string };
  readonly ImportPass: ImportPass;
  readonly ImportReasonCount: Tallied<ReasonCode>;
  readonly ImportNoteCount: Tallied<NoteCode>;
  readonly ImportedRows: TakenRows;
  readonly RejectedLine: { readonly line: number; readonly reasons: readonly ImportReason[] };
  readonly ImportReason: ImportReason;
  readonly RejectedRow: RejectedRow;
  readonly ImportJobConnection: Connection<ImportJob>;
  readonly RejectedRowConnection: Connection<RejectedRow>;
}
