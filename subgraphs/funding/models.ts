/** Budgets, rates, bills and payments as they are kept. Amounts are integer rupiah (64 bits). */
import { Schema, type Model } from 'mongoose';
import { changeRequestsOf, type ChangeRequest } from '../changes/change-request.ts';
import { modelOf, type DatabaseConnection } from '../data/database.ts';
import { keepsRecordKeys } from '../counts/keeps-record-keys.ts';
import type { RecordKeyOf } from '../counts/record-key.ts';
import { invalidatesCounts } from '../counts/invalidates-counts.ts';
import type { RecountQueue } from '../counts/recount-queue.ts';
import type { RupiahLike } from '../data/scalars.ts';

/** A programme that the city pays for. */
export interface Programme {
  /** Code, `SIGAP`. */
  _id: string;
  name: string;
  /** `YYYY-MM-DD`; null where no day was published. */
  launchedOn: string | null;
  /** Code of the agency that pays. */
  funder: string;
  /** Code of the agency that insures. */
  insurer: string;
}

/** What a programme may spend in a year. */
export interface Budget {
  _id: string;
  /** Code of the programme; it has one budget a year. */
  programme: string;
  year: number;
  /** Code in the city's accounts. */
  accountCode: string;
  /** First and last month that it pays for, `YYYY-MM`. */
  from: string;
  to: string;
  /** Rupiah. */
  ceiling: RupiahLike;
  /** Payments that were recorded by a mutation: each writes it, so that no two spend what is left at once. */
  payments?: number;
}

/** What the insurer charges a month for one person of a sector. */
export interface ContributionRate {
  _id: string;
  /** A value of the enum `Sector`. */
  sector: string;
  /** First and last month that it holds, `YYYY-MM`; without an end, null. */
  from: string;
  to: string | null;
  /** Work accident, rupiah a month before the discount. */
  jkk: RupiahLike;
  /** Death, rupiah a month before the discount. */
  jkm: RupiahLike;
  /** Whole per cent. */
  discountPercent: number;
  /** The regulation that sets it. */
  legalBasis: string;
}

/** The insurer's bill for one month. */
export interface ContributionBatch {
  _id: string;
  /** Code of the programme; it has one bill a month. */
  programme: string;
  /** `YYYY-MM` */
  period: string;
  /** People billed, as the bill states. */
  participants: number;
  /** Rupiah billed. */
  amount: RupiahLike;
  /** Code of the agency that billed. */
  insurer: string;
  /** 1 at first, one more with each payment (`record-version.ts`); absent from documents older than versions. */
  version?: number;
}

/** A payment from a budget for a bill. */
export interface Payment {
  _id: string;
  /** Code of the programme. */
  programme: string;
  /** Id of the bill. */
  batch: string;
  /** Id of the budget. */
  budget: string;
  /** Month of the bill, `YYYY-MM`. */
  period: string;
  /** `YYYY-MM-DD` */
  paidOn: string;
  /** Rupiah. */
  amount: RupiahLike;
  /** Number of the payment order. */
  reference: string;
}

/** A person who is paid for as a worker and as a member of a group. */
export interface DoubleFunding {
  /** The person's token. */
  _id: string;
  /** By the worker's record. */
  village: string | null;
  district: string | null;
  /** By the member's record. */
  memberVillage: string | null;
  /** When the tokens were matched. */
  foundAt: Date;
}

/** The collections of the database `sigap_funding`. */
export interface FundingModels {
  readonly Programme: Model<Programme>;
  readonly Budget: Model<Budget>;
  readonly ContributionRate: Model<ContributionRate>;
  readonly ContributionBatch: Model<ContributionBatch>;
  readonly Payment: Model<Payment>;
  readonly DoubleFunding: Model<DoubleFunding>;
  readonly ChangeRequest: Model<ChangeRequest>;
}

const text = { type: String, required: true };
const whole = { type: Number, required: true };
const rupiah = { type: Schema.Types.BigInt, required: true };
const optional = { type: String, default: null };
const options = { versionKey: false } as const;

const programmeSchema = () =>
  new Schema({ _id: text, name: text, launchedOn: String, funder: text, insurer: text }, options)
    .index({ funder: 1 })
    .index({ insurer: 1 });

const budgetSchema = () =>
  new Schema(
    {
      _id: text,
      programme: text,
      year: whole,
      accountCode: text,
      from: text,
      to: text,
      ceiling: rupiah,
      payments: Number,
    },
    options,
  ).index({ programme: 1, year: 1 }, { unique: true });

function rateSchema() {
  const amounts = { jkk: rupiah, jkm: rupiah, discountPercent: whole };
  return new Schema({ _id: text, sector: text, from: text, to: String, ...amounts, legalBasis: text }, options).index(
    { sector: 1, from: 1 },
    { unique: true },
  );
}

const batchSchema = () =>
  new Schema(
    { _id: text, programme: text, period: text, participants: whole, amount: rupiah, insurer: text, version: Number },
    options,
  ).index({ programme: 1, period: 1 }, { unique: true });

function paymentSchema() {
  const references = { programme: text, batch: text, budget: text };
  return new Schema({ _id: text, ...references, period: text, paidOn: text, amount: rupiah, reference: text }, options)
    .index({ paidOn: 1, _id: 1 })
    .index({ programme: 1, paidOn: 1, _id: 1 })
    .index({ batch: 1, paidOn: 1 })
    .index({ budget: 1, paidOn: 1 })
    .index({ reference: 1 }, { unique: true });
}

function doubleSchema(queue: RecountQueue, keyOf: RecordKeyOf) {
  const schema = new Schema(
    { _id: text, village: optional, district: optional, memberVillage: optional, foundAt: Date },
    options,
  )
    .index({ village: 1, _id: 1 })
    .index({ district: 1, _id: 1 })
    .index({ memberVillage: 1 });
  schema.plugin(invalidatesCounts as never, { queue, source: 'doubles', partition: 'village' } as never);
  schema.plugin(keepsRecordKeys as never, { keyOf } as never);
  return schema;
}

/**
 * @param queue where writes to DoubleFunding mark what is to be counted again
 * @param keyOf makes their record keys
 */
export function fundingModels(connection: DatabaseConnection, queue: RecountQueue, keyOf: RecordKeyOf): FundingModels {
  return {
    Programme: modelOf(connection, 'Programme', 'programmes', programmeSchema()),
    Budget: modelOf(connection, 'Budget', 'budgets', budgetSchema()),
    ContributionRate: modelOf(connection, 'ContributionRate', 'contribution_rates', rateSchema()),
    ContributionBatch: modelOf(connection, 'ContributionBatch', 'contribution_batches', batchSchema()),
    Payment: modelOf(connection, 'Payment', 'payments', paymentSchema()),
    DoubleFunding: modelOf(connection, 'DoubleFunding', 'double_fundings', doubleSchema(queue, keyOf)),
    ChangeRequest: changeRequestsOf(connection),
  };
}
