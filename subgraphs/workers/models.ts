/** Workers and their verifications as they are kept. NIK, KPJ, phone and faulty values are sealed (`field-encryption.ts`). */
import { Schema, type Model } from 'mongoose';
import type { DatabaseConnection } from '../data/database.ts';
import { keepsRecordKeys } from '../counts/keeps-record-keys.ts';
import type { RecordKeyOf } from '../counts/record-key.ts';
import { invalidatesCounts } from '../counts/invalidates-counts.ts';
import type { RecountQueue } from '../counts/recount-queue.ts';
import { changeRequestsOf, type ChangeRequest } from '../changes/change-request.ts';
import { eventsOf } from '../changes/record-event.ts';
import { dailyRunsOf, type DailyRun } from './daily/daily-run.ts';
import { WORKER_EVENTS, type WorkerEvent } from './lifecycle/worker-event.ts';
import { keepsVerifiers, type VerifiedWorker } from './keeps-verifiers.ts';

/** A worker's cover at BPJS Ketenagakerjaan. */
export interface Membership {
  /** Card number of 11 digits, sealed. */
  kpj: Uint8Array;
  /** Of the card number (`card-token.ts`); absent until the next start where the models did not write it, null where no key opens the number. */
  cardToken?: string | null;
  /** Codes, `JKK` and `JKM`. */
  programmes: string[];
  /** First and last day, `YYYY-MM-DD`; null while it runs. */
  from: string;
  to: string | null;
  /** A value of the enum `InsurerStatus`: the insurer's word, not the worker's own status. */
  insurerStatus: string;
  /** Last month paid, `YYYY-MM`. */
  paidThrough: string | null;
  /** Months paid without a gap. */
  monthsInRow: number;
}

/** The welfare decile of a family in one edition of DTSEN, which changes each quarter. */
export interface Decile {
  /** 1 to 10, the poorest first. */
  decile: number;
  /** Quarter, `2025-Q3`. */
  edition: string;
}

/** A worker on the roster of SIGAP. */
export interface Worker {
  _id: string;
  name: string;
  /** 16 digits, sealed; null when it was never valid. */
  nik: Uint8Array | null;
  /** Sealed. */
  phone: Uint8Array | null;
  /** The person's token; null when the NIK was never valid. Not unique: duplicates are found by it. */
  token: string | null;
  /** Tokens that they had before IDENTITY_KEY was changed; absent where there are none. */
  formerTokens?: string[];
  /** `YYYY-MM-DD` */
  birthDate: string | null;
  /** Of name and birth date (`likeness.ts`); absent until the next start where it was not written. */
  likeness?: string | null;
  /** A value of the enum `Occupation`. */
  occupation: string;
  /** A value of the enum `Sector`, which the contribution rate goes by. */
  sector: string;
  /** Codes of where they live. */
  village: string | null;
  district: string | null;
  decileAtEnrolment: Decile | null;
  decileNow: Decile | null;
  /** Band of decileAtEnrolment, kept because it is counted and filtered by. */
  decileBand: string;
  /** A value of the enum `WorkerStatus`. */
  status: string;
  /** A value of the enum `ExitReason`, of those who have left. */
  exitReason: string | null;
  /** Statuses with the day of each, `YYYY-MM-DD`, the earliest first. */
  history: { status: string; on: string }[];
  /** `YYYY-MM-DD` */
  enrolledOn: string;
  /** Month of the batch that they were enrolled with, `YYYY-MM`. */
  batch: string;
  membership: Membership | null;
  /** Faults of the record; `raw` is what was received, sealed. */
  problems: { code: string; field: string; raw: Uint8Array }[];
  /**
   * Codes of the agencies that verify them or have proposed them, kept in step with their verifications (`keeps-verifiers.ts`): rows are
   * found by it.
   */
  verifiers: string[];
  /** Code of the agency that proposed them by a mutation. */
  proposedBy?: string | null;
  /** Id of the record that was kept where this one was merged into it. */
  duplicateOf?: string | null;
  /** 1 at first, one more with each change (`record-version.ts`); absent from documents older than versions. */
  version?: number;
}

/** One agency's check of a worker's data. */
export interface Verification {
  _id: string;
  /** Id of the worker. */
  worker: string;
  /** Code of the agency. */
  agency: string;
  /** A value of the enum `Verdict`. */
  verdict: string;
  /** Days, `YYYY-MM-DD`; the last two are null while it is pending. */
  requestedOn: string;
  /** ISO 8601, UTC; of requests by a mutation alone: which of two on one day came later. */
  requestedAt?: string;
  answeredOn: string | null;
  expiresOn: string | null;
  /** Spreads verifications over partitions to be counted by: a worker's village may change, this does not. */
  bucket: string;
}

/** The collections of the database `sigap_workers`. */
export interface WorkerModels {
  readonly Worker: Model<Worker>;
  readonly Verification: Model<Verification>;
  readonly WorkerEvent: Model<WorkerEvent>;
  readonly ChangeRequest: Model<ChangeRequest>;
  readonly DailyRun: Model<DailyRun>;
}

/** Every list is offered latest or earliest first, so each filter's index ends in the order. */
const ORDERED = ['village', 'district', 'occupation', 'status', 'decileBand', 'membership.insurerStatus', 'batch'];

const text = { type: String, required: true };
const optional = { type: String, default: null };
/** Of what lies within a document. */
const inner = { _id: false } as const;

function membershipSchema() {
  const term = { from: String, to: String };
  const paid = { paidThrough: String, monthsInRow: Number };
  return new Schema(
    { kpj: Buffer, cardToken: String, programmes: [String], ...term, insurerStatus: String, ...paid },
    inner,
  );
}

/** Who a worker is. */
const identityFields = {
  _id: text,
  name: text,
  nik: Buffer,
  phone: Buffer,
  token: optional,
  formerTokens: { type: [String], default: undefined },
  birthDate: String,
  likeness: String,
};

/** Where a worker stands in the programme. */
const enrolmentFields = {
  status: text,
  exitReason: optional,
  history: [{ ...inner, status: String, on: String }],
  enrolledOn: text,
  batch: text,
};

function workerSchema(): Schema<Worker> {
  const decile = { type: new Schema({ decile: Number, edition: String }, inner), default: null };
  const schema = new Schema<Worker>(
    {
      ...identityFields,
      occupation: text,
      sector: text,
      village: optional,
      district: optional,
      decileAtEnrolment: decile,
      decileNow: decile,
      decileBand: { type: String, default: 'UNKNOWN' },
      ...enrolmentFields,
      membership: { type: membershipSchema(), default: null },
      problems: [{ ...inner, code: String, field: String, raw: Buffer }],
      verifiers: [String],
      proposedBy: String,
      duplicateOf: String,
      version: { type: Number, default: 1 },
    },
    { versionKey: false },
  );
  schema.index({ enrolledOn: 1, _id: 1 }).index({ token: 1 }).index({ 'problems.code': 1, enrolledOn: 1, _id: 1 });
  schema.index({ 'membership.cardToken': 1 }).index({ likeness: 1 });
  schema.index({ verifiers: 1, enrolledOn: 1, _id: 1 }).index({ verifiers: 1, _id: 1 });
  for (const field of ORDERED) schema.index({ [field]: 1, enrolledOn: 1, _id: 1 });
  return schema;
}

function verificationSchema(): Schema<Verification> {
  const schema = new Schema<Verification>(
    {
      _id: text,
      worker: text,
      agency: text,
      verdict: text,
      requestedOn: text,
      requestedAt: String,
      answeredOn: String,
      expiresOn: String,
      bucket: text,
    },
    { versionKey: false },
  );
  schema.index({ worker: 1, requestedOn: 1 }).index({ requestedOn: 1, _id: 1 }).index({ bucket: 1 });
  schema.index({ agency: 1, requestedOn: 1, _id: 1 }).index({ agency: 1, verdict: 1, requestedOn: 1, _id: 1 });
  schema.index({ verdict: 1, requestedOn: 1, _id: 1 });
  return schema;
}

/**
 * @param queue where writes mark what is to be counted again
 * @param keyOf makes record keys
 */
export function workerModels(connection: DatabaseConnection, queue: RecountQueue, keyOf: RecordKeyOf): WorkerModels {
  const workers = workerSchema();
  const verifications = verificationSchema();
  workers.plugin(invalidatesCounts, { queue, source: 'workers', partition: 'village' });
  verifications.plugin(invalidatesCounts, { queue, source: 'verifications', partition: 'bucket' });
  for (const schema of [workers, verifications] as Schema[])
    schema.plugin(keepsRecordKeys as never, { keyOf } as never);
  verifications.plugin(keepsVerifiers, { workers: connection.collection<VerifiedWorker>('workers') });
  return {
    Worker: connection.model<Worker, Model<Worker>>('Worker', workers, 'workers'),
    Verification: connection.model<Verification, Model<Verification>>('Verification', verifications, 'verifications'),
    WorkerEvent: eventsOf(connection, 'WorkerEvent', WORKER_EVENTS),
    ChangeRequest: changeRequestsOf(connection),
    DailyRun: dailyRunsOf(connection),
  };
}
