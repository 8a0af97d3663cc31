/** The registry's database: a mongoose connection of its own, its collections and their indexes. */
import mongoose, { Schema, type Connection, type Model } from 'mongoose';
import { registryFault } from '../errors.ts';
import type {
  ApprovalDocument,
  SubgraphDocument,
  SupergraphDocument,
  TextDocument,
  TokenDocument,
  UsageDayDocument,
  UsageReportDocument,
  UsedOperationDocument,
  VersionDocument,
} from './documents.ts';

/** The collections, as models. */
export interface RegistryDatabase {
  readonly connection: Connection;
  readonly subgraphs: Model<SubgraphDocument>;
  readonly versions: Model<VersionDocument>;
  readonly supergraphs: Model<SupergraphDocument>;
  readonly texts: Model<TextDocument>;
  readonly approvals: Model<ApprovalDocument>;
  readonly tokens: Model<TokenDocument>;
  readonly usedOperations: Model<UsedOperationDocument>;
  readonly usageDays: Model<UsageDayDocument>;
  readonly usageReports: Model<UsageReportDocument>;
  close(): Promise<void>;
}

/** How long a command waits for a database that is gone, ms. */
const GONE = 3_000;

/** @param mongodbUri its database is `sigap_registry` whatever the URI names @throws CodedError REGISTRY_DATABASE */
export async function openDatabase(mongodbUri: string): Promise<RegistryDatabase> {
  const options = {
    dbName: 'sigap_registry',
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    maxPoolSize: 10,
    ...(mongodbUri.includes('serverSelectionTimeoutMS') ? {} : { serverSelectionTimeoutMS: GONE }),
    socketTimeoutMS: 20_000,
    writeConcern: { w: 'majority' as const, j: true },
  };
  try {
    const connection = await mongoose.createConnection(mongodbUri, options).asPromise();
    const database = modelsOf(connection);
    for (const model of [
      database.versions,
      database.approvals,
      database.tokens,
      database.usageDays,
    ] as readonly Indexed[])
      await model.createIndexes();
    return database;
  } catch (cause) {
    throw registryFault('REGISTRY_DATABASE', undefined, { cause });
  }
}

/** What indexes are made of. */
interface Indexed {
  createIndexes(): Promise<void>;
}

function modelsOf(connection: Connection): RegistryDatabase {
  const model = <Document>(name: string, schema: unknown): Model<Document> =>
    connection.model<Document, Model<Document>>(name, schema as never, name);
  return {
    connection,
    subgraphs: model('subgraphs', subgraphs),
    versions: model('versions', versions),
    supergraphs: model('supergraphs', supergraphs),
    texts: model('texts', texts),
    approvals: model('approvals', approvals),
    tokens: model('tokens', tokens),
    usedOperations: model('used_operations', usedOperations),
    usageDays: model('usage_days', usageDays),
    usageReports: model('usage_reports', usageReports),
    close: () => connection.close(),
  };
}

const text = { type: String, required: true } as const;
/** A text that may be empty. */
const words = { type: String, default: '' } as const;
const number = { type: Number, required: true } as const;
const moment = { type: Date, required: true } as const;
const kept = { versionKey: false, minimize: false } as const;
const versionList = [{ _id: false, name: text, version: number }];
const signed = { _id: false, hash: text, signature: text };

const subgraphs = new Schema({ _id: text, owner: text, since: moment, heldAt: Date }, kept);

const versions = new Schema(
  {
    _id: text,
    subgraph: text,
    number,
    hash: text,
    url: words,
    by: text,
    token: text,
    at: moment,
    why: words,
    state: { type: String, required: true, enum: ['PUBLISHED', 'WAITING', 'FAILED', 'RETRACTED', 'ROLLED_BACK'] },
    report: { type: Schema.Types.Mixed, required: true },
    committed: { type: Boolean, required: true },
    note: String,
    servedAt: Date,
    requests: { type: Number, default: 0 },
    failures: { type: Number, default: 0 },
  },
  kept,
)
  .index({ subgraph: 1, number: -1 }, { unique: true })
  .index({ state: 1, subgraph: 1 });

const supergraphs = new Schema(
  {
    _id: number,
    cause: { _id: false, kind: text, subgraphs: [String], to: Number },
    at: moment,
    by: text,
    token: text,
    why: words,
    versions: versionList,
    served: versionList,
    quarantined: [String],
    pinned: Number,
    supergraph: signed,
    variants: [{ _id: false, name: text, hash: String, signature: String, problem: String }],
    contracts: text,
  },
  kept,
);

const texts = new Schema({ _id: text, gzip: { type: Buffer, required: true } }, kept);

const approvals = new Schema(
  {
    _id: text,
    subgraph: text,
    version: number,
    hash: text,
    url: words,
    rule: text,
    coordinate: words,
    finding: text,
    owner: text,
    state: { type: String, required: true, enum: ['OPEN', 'APPROVED', 'DENIED', 'CLOSED', 'REVOKED'] },
    askedAt: moment,
    by: String,
    token: String,
    at: Date,
    why: String,
    expires: Date,
  },
  kept,
)
  .index({ subgraph: 1, version: 1 })
  .index({ state: 1, owner: 1 });

const tokens = new Schema(
  {
    _id: text,
    hash: text,
    agency: text,
    label: words,
    subgraphs: [String],
    rights: [String],
    madeAt: moment,
    madeBy: text,
    expires: Date,
    revokedAt: Date,
  },
  kept,
).index({ hash: 1 }, { unique: true });

const usedOperations = new Schema({ _id: text, name: String, text, firstDay: text, lastDay: text }, kept);

const usageDays = new Schema(
  {
    _id: text,
    day: text,
    operation: String,
    client: String,
    version: String,
    count: number,
    faults: [{ _id: false, code: text, subgraph: String, count: number }],
  },
  kept,
).index({ day: 1, operation: 1 });

const usageReports = new Schema({ _id: text, at: moment }, kept);
