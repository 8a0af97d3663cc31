/** Jobs as they are kept: the job, its batches, the keys of its rows while a pass runs, and the rows that were not taken. */
import { createHash } from 'node:crypto';
import { Schema, type Model } from 'mongoose';
import { modelOf, type DatabaseConnection } from '../data/database.ts';
import type { BatchChange, NoteCode } from './import-kind.ts';
import type { ImportReason, ReasonCode } from './reasons.ts';

/** A dry run, or the real one. */
export type PassName = 'CHECK' | 'APPLY';
/** Where a job stands: a value of the enum `ImportState`. */
type ImportState = 'CHECKING' | 'CHECKED' | 'APPLYING' | 'APPLIED' | 'UNDOING' | 'UNDONE';

/** How often a reason or a note was given, and where first. */
export interface Tallied<Code> {
  readonly code: Code;
  readonly field: string;
  readonly count: number;
  /** Lines of the file, at most ten. */
  readonly lines: readonly number[];
}

/** What a pass has found so far. */
export interface ImportPass {
  /** Rows of the file that are taken, from the first. */
  readonly taken: number;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly rejected: number;
  readonly reasons: readonly Tallied<ReasonCode>[];
  readonly notes: readonly Tallied<NoteCode>[];
  readonly startedAt: Date;
  /** Null while it runs. */
  readonly finishedAt: Date | null;
}

/** A row that undoing has left. */
export interface LeftRow {
  readonly line: number;
  /** Id of the document. */
  readonly record: string;
  /** A value of the enum `ImportLeftReason`. */
  readonly why: 'CHANGED_SINCE' | 'RESTED_ON';
}

/** One file of one agency. */
export interface ImportJob {
  readonly _id: string;
  /** A value of the enum `ImportKind`. */
  readonly kind: string;
  readonly agency: string;
  /** Of the file, hexadecimal. */
  readonly sha256: string;
  /** Names of the columns, in the order of the cells. */
  readonly columns: readonly string[];
  readonly state: ImportState;
  /** The caller's id. */
  readonly startedBy: string;
  /** ISO 8601, UTC: text that sorts as time does. */
  readonly startedAt: string;
  readonly updatedAt: string;
  /** One more each time that a pass begins: batches of an earlier one are none of this. */
  readonly run: number;
  /** Batches so far, of all runs. */
  readonly batches: number;
  readonly check: ImportPass | null;
  readonly apply: ImportPass | null;
  /** Rows by which a document was added, or changed, in all runs since the job was last taken back; absent from jobs of before. */
  readonly added?: number;
  readonly changed?: number;
  /** Rows that `undoImport` took back when it last did, and those it left. */
  readonly undone: number;
  readonly leftAlone: number;
  /** Those that it left, the first in the order of the file. */
  readonly left?: readonly LeftRow[];
  /** Rows that are kept in `rejected_rows`; absent where none was yet. */
  readonly rejectedKept?: number;
}

/** What was answered to a batch, and what undoing it takes. */
export interface ImportBatch {
  /** Of job, run, pass and first row. */
  readonly _id: string;
  readonly job: string;
  readonly pass: PassName;
  /** Place among the batches of the job, from 1. */
  readonly number: number;
  readonly from: number;
  readonly taken: number;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly rejected: readonly { readonly line: number; readonly reasons: readonly ImportReason[] }[];
  readonly changes: readonly BatchChange[];
  /** What stood in changed documents, sealed as a whole; null where nothing was changed. */
  readonly before: Uint8Array | null;
  readonly isUndone: boolean;
}

/** A row that was not taken. */
export interface RejectedRow {
  /** Job and line. */
  readonly _id: string;
  readonly job: string;
  readonly agency: string;
  readonly line: number;
  /** Cells by column as JSON, sealed. */
  readonly cells: Uint8Array;
  readonly reasons: readonly ImportReason[];
  /** A value of the enum `RejectedRowState`. */
  readonly state: 'WAITING' | 'CORRECTED' | 'REPLACED';
  /** The job whose file has taken the row over. */
  readonly by?: string;
  /** One more with each correction that was tried. */
  readonly version: number;
  readonly updatedAt: string;
}

/** A key that a row of a running pass has. */
interface ImportKey {
  /** Job, run and key. */
  readonly _id: string;
  /** Of a card: whose it is. */
  readonly person?: string;
  readonly line: number;
  readonly at: Date;
}

/** The collections of imports in a subgraph's database. */
export interface ImportModels {
  readonly ImportJob: Model<ImportJob>;
  readonly ImportBatch: Model<ImportBatch>;
  readonly ImportKey: Model<ImportKey>;
  readonly RejectedRow: Model<RejectedRow>;
}

/** Keys of a pass that nobody ends go after this many seconds. */
const KEYS_KEPT = 30 * 86_400;

/** @returns the models of `import_jobs`, `import_batches`, `import_keys` and `rejected_rows` */
export function importModels(connection: DatabaseConnection): ImportModels {
  const schema = () => new Schema({ _id: String }, { strict: false, versionKey: false });
  const jobs = schema().index({ updatedAt: 1, _id: 1 }).index({ agency: 1, updatedAt: 1, _id: 1 });
  const batches = schema().index({ job: 1, number: 1 }).index({ job: 1, from: 1 });
  const keys = schema().index({ at: 1 }, { expireAfterSeconds: KEYS_KEPT });
  const rejected = schema().index({ job: 1, line: 1, _id: 1 }).index({ job: 1, state: 1 }).index({ by: 1 });
  return {
    ImportJob: modelOf(connection, 'ImportJob', 'import_jobs', jobs),
    ImportBatch: modelOf(connection, 'ImportBatch', 'import_batches', batches),
    ImportKey: modelOf(connection, 'ImportKey', 'import_keys', keys),
    RejectedRow: modelOf(connection, 'RejectedRow', 'rejected_rows', rejected),
  };
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** @returns 26 characters of base32, of the parts: letters and few digits, so that nothing takes it for a person's number */
export function nameOf(...parts: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest();
  return [...bytes.subarray(0, 26)].map((byte) => ALPHABET[byte & 31]).join('');
}

/** @returns the id of the job of one file of one agency, in the form in which the audit names records: `Import:` and 26 characters */
export const jobIdOf = (kind: string, agency: string, sha256: string): string =>
  `Import:${nameOf(kind, agency, sha256)}`;

/** @returns the field of a job that a pass is kept in */
export const fieldOf = (pass: PassName): 'check' | 'apply' => (pass === 'CHECK' ? 'check' : 'apply');

/** @returns the id of a rejected row */
export const rejectedRowId = (job: string, line: number): string => `${job}:${line}`;

/** @returns what a rejected row's cells are sealed with */
export const placeOfCells = (id: string): string => `rejected_rows.cells:${id}`;
/** @returns what the documents before a batch are sealed with */
export const placeOfBefore = (id: string): string => `import_batches.before:${id}`;
