/** Budgets, rates, bills and payments as they are kept. Amounts are integer rupiah (64 bits). */
import { Schema, type Model } from 'mongoose';
import type { DatabaseConnection } from '../data/database.ts';
import { keepsRecordKeys } from '../counts/keeps-record-keys.ts';
import type { RecordKeyOf } from '../counts/record-key.ts';
import { invalidatesCounts } from '../counts/invalidates-counts.ts';
import type { RecountQueue } from '../counts/recount-queue.ts';
import type { RupiahLike } from '../data/scalars.ts';

export interface Programme {
  _id: string;
  name: string;
  launchedOn: string | null;
  funder: string;
  insurer: string;
}

export interface Budget {
  _id: string;
  programme: string;
  year: number;
  accountCode: string;
  from: string;
  to: string;
  ceiling: RupiahLike;
}

export interface ContributionRate {
  _id: string;
  sector: string;
  from: string;
  to: string | null;
  jkk: RupiahLike;
  jkm: RupiahLike;
  discountPercent: number;
  legalBasis: string;
}

export interface ContributionBatch {
  _id: string;
  programme: string;
  period: string;
  participants: number;
  amount: RupiahLike;
  insurer: string;
}

export interface Payment {
  _id: string;
  programme: string;
  batch: string;
  budget: string;
  period: string;
  paidOn: string;
  amount: RupiahLike;
  reference: string;
}

export interface DoubleFunding {
  /** The person's token. */
  _id: string;
  /** By the worker's record. */
  village: string | null;
  district: string | null;
  memberVillage: string | null;
  foundAt: Date;
}

export interface FundingModels {
  readonly Programme: Model<Programme>;
  readonly Budget: Model<Budget>;
  readonly ContributionRate: Model<ContributionRate>;
  readonly ContributionBatch: Model<ContributionBatch>;
  readonly Payment: Model<Payment>;
  readonly DoubleFunding: Model<DoubleFunding>;
}

const text = { type: String, required: true };
const whole = { type: Number, required: true };
const rupiah = { type: Schema.Types.BigInt, required: true };
const options = { versionKey: false } as const;

/**
 * @param queue where writes to DoubleFunding mark what is to be counted again
 * @param keyOf gives them their record keys
 */
export function fundingModels(connection: DatabaseConnection, queue: RecountQueue, keyOf: RecordKeyOf): FundingModels {
  const define = <Doc>(name: string, collection: string, schema: unknown): Model<Doc> =>
    connection.model<Doc, Model<Doc>>(name, schema as never, collection);
  const double = new Schema(
    {
      _id: text,
      village: { type: String, default: null },
      district: { type: String, default: null },
      memberVillage: { type: String, default: null },
      foundAt: Date,
    },
    options,
  )
    .index({ village: 1, _id: 1 })
    .index({ district: 1, _id: 1 })
    .index({ memberVillage: 1 });
  double.plugin(invalidatesCounts as never, { queue, source: 'doubles', partition: 'village' } as never);
  double.plugin(keepsRecordKeys as never, { keyOf } as never);
  return {
    Programme: define(
      'Programme',
      'programmes',
      new Schema({ _id: text, name: text, launchedOn: String, funder: text, insurer: text }, options)
        .index({ funder: 1 })
        .index({ insurer: 1 }),
    ),
    Budget: define(
      'Budget',
      'budgets',
      new Schema(
        { _id: text, programme: text, year: whole, accountCode: text, from: text, to: text, ceiling: rupiah },
        options,
      ).index({ programme: 1, year: 1 }, { unique: true }),
    ),
    ContributionRate: define(
      'ContributionRate',
      'contribution_rates',
      new Schema(
        {
          _id: text,
          sector: text,
          from: text,
          to: String,
          jkk: rupiah,
          jkm: rupiah,
          discountPercent: whole,
          legalBasis: text,
        },
        options,
      ).index({ sector: 1, from: 1 }, { unique: true }),
    ),
    ContributionBatch: define(
      'ContributionBatch',
      'contribution_batches',
      new Schema(
        { _id: text, programme: text, period: text, participants: whole, amount: rupiah, insurer: text },
        options,
      ).index({ programme: 1, period: 1 }, { unique: true }),
    ),
    Payment: define(
      'Payment',
      'payments',
      new Schema(
        {
          _id: text,
          programme: text,
          batch: text,
          budget: text,
          period: text,
          paidOn: text,
          amount: rupiah,
          reference: text,
        },
        options,
      )
        .index({ paidOn: 1, _id: 1 })
        .index({ programme: 1, paidOn: 1, _id: 1 })
        .index({ batch: 1, paidOn: 1 })
        .index({ budget: 1, paidOn: 1 }),
    ),
    DoubleFunding: define('DoubleFunding', 'double_fundings', double),
  };
}
