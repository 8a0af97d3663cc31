/** Workers and their verifications as they are kept. NIK, KPJ, phone and what came wrong are sealed (`field-encryption.ts`). */
import { Schema, type Model } from 'mongoose';
import type { DatabaseConnection } from '../data/database.ts';
import { keepsRecordKeys } from '../counts/keeps-record-keys.ts';
import type { RecordKeyOf } from '../counts/record-key.ts';
import { invalidatesCounts } from '../counts/invalidates-counts.ts';
import type { RecountQueue } from '../counts/recount-queue.ts';
import { keepsVerifiers } from './keeps-verifiers.ts';

export interface Membership {
  kpj: Uint8Array;
  programmes: string[];
  from: string;
  to: string | null;
  insurerStatus: string;
  paidThrough: string | null;
  monthsInRow: number;
}

export interface Decile {
  decile: number;
  edition: string;
}

export interface Worker {
  _id: string;
  name: string;
  nik: Uint8Array | null;
  phone: Uint8Array | null;
  /** Person's token; null when the NIK was never valid. Not unique: duplicates are found by it. */
  token: string | null;
  birthDate: string | null;
  occupation: string;
  sector: string;
  village: string | null;
  district: string | null;
  decileAtEnrolment: Decile | null;
  decileNow: Decile | null;
  /** Band of decileAtEnrolment, kept because it is counted and filtered by. */
  decileBand: string;
  status: string;
  exitReason: string | null;
  history: { status: string; on: string }[];
  enrolledOn: string;
  batch: string;
  membership: Membership | null;
  problems: { code: string; field: string; raw: Uint8Array }[];
  /** Codes of the agencies asked about them, kept in step with their verifications (`keeps-verifiers.ts`): rows are found by it. */
  verifiers: string[];
}

export interface Verification {
  _id: string;
  worker: string;
  agency: string;
  verdict: string;
  requestedOn: string;
  answeredOn: string | null;
  expiresOn: string | null;
  /** Spreads verifications over partitions to be counted by: a worker's village may change, this does not. */
  bucket: string;
}

export interface WorkerModels {
  readonly Worker: Model<Worker>;
  readonly Verification: Model<Verification>;
}

/** Every list is offered latest or earliest first, so each filter's index ends in the order. */
const ORDERED = ['village', 'district', 'occupation', 'status', 'decileBand', 'membership.insurerStatus'];

function workerSchema(): Schema<Worker> {
  const decile = new Schema({ decile: Number, edition: String }, { _id: false });
  const schema = new Schema<Worker>(
    {
      _id: { type: String, required: true },
      name: { type: String, required: true },
      nik: Buffer,
      phone: Buffer,
      token: { type: String, default: null },
      birthDate: String,
      occupation: { type: String, required: true },
      sector: { type: String, required: true },
      village: { type: String, default: null },
      district: { type: String, default: null },
      decileAtEnrolment: { type: decile, default: null },
      decileNow: { type: decile, default: null },
      decileBand: { type: String, default: 'UNKNOWN' },
      status: { type: String, required: true },
      exitReason: { type: String, default: null },
      history: [{ _id: false, status: String, on: String }],
      enrolledOn: { type: String, required: true },
      batch: { type: String, required: true },
      membership: {
        type: new Schema(
          {
            kpj: Buffer,
            programmes: [String],
            from: String,
            to: String,
            insurerStatus: String,
            paidThrough: String,
            monthsInRow: Number,
          },
          { _id: false },
        ),
        default: null,
      },
      problems: [{ _id: false, code: String, field: String, raw: Buffer }],
      verifiers: [String],
    },
    { versionKey: false },
  );
  schema.index({ enrolledOn: 1, _id: 1 }).index({ token: 1 }).index({ 'problems.code': 1, enrolledOn: 1, _id: 1 });
  schema.index({ verifiers: 1, enrolledOn: 1, _id: 1 }).index({ verifiers: 1, _id: 1 });
  for (const field of ORDERED) schema.index({ [field]: 1, enrolledOn: 1, _id: 1 });
  return schema;
}

function verificationSchema(): Schema<Verification> {
  const text = { type: String, required: true };
  const schema = new Schema<Verification>(
    {
      _id: text,
      worker: text,
      agency: text,
      verdict: text,
      requestedOn: text,
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
 * @param keyOf gives records their keys
 */
export function workerModels(connection: DatabaseConnection, queue: RecountQueue, keyOf: RecordKeyOf): WorkerModels {
  const workers = workerSchema();
  const verifications = verificationSchema();
  workers.plugin(invalidatesCounts, { queue, source: 'workers', partition: 'village' });
  verifications.plugin(invalidatesCounts, { queue, source: 'verifications', partition: 'bucket' });
  for (const schema of [workers, verifications] as Schema[])
    schema.plugin(keepsRecordKeys as never, { keyOf } as never);
  verifications.plugin(keepsVerifiers, { workers: connection.collection<Worker>('workers') });
  return {
    Worker: connection.model<Worker, Model<Worker>>('Worker', workers, 'workers'),
    Verification: connection.model<Verification, Model<Verification>>('Verification', verifications, 'verifications'),
  };
}
