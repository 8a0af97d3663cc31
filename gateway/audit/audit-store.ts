/** Stores audit entries in MongoDB, database `sigap_audit`. Its user needs `find` and `insert`, and `update` on `heads` alone. */
import { MongoBulkWriteError, MongoClient, type Db } from 'mongodb';
import type { AuditRecord } from './audit-record.ts';
import type { ChainEntry, ChainHead } from './chain.ts';

/** Which records: every member that is present must match. */
interface AuditFilter {
  readonly person?: string;
  readonly client?: string;
  /** ISO 8601, included. */
  readonly from?: string;
  /** ISO 8601, excluded. */
  readonly to?: string;
}

/** Where entries and heads are stored. */
export interface AuditStore {
  /** Stores entries and then the new head, durably. A second call with the same entries changes nothing. */
  append(entries: readonly ChainEntry[], head: ChainHead): Promise<void>;
  /** Ids of every chain that has a head or an entry. */
  chains(): Promise<readonly string[]>;
  head(chain: string): Promise<ChainHead | undefined>;
  /** Stores a head in place of one that is the same but for its signature; does nothing where another has been written since. */
  replaceHead(before: ChainHead, head: ChainHead): Promise<void>;
  /** In order of the sequence. */
  entries(chain: string): AsyncIterable<ChainEntry>;
  /** Oldest first. */
  find(filter: AuditFilter): AsyncIterable<AuditRecord>;
  close(): Promise<void>;
}

const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;
/** How long a write may take before it counts as failed, ms. */
const WRITE_TIMEOUT = 5_000;
const DUPLICATE_KEY = 11_000;

type Stored = ChainEntry & { readonly _id: string };

/** Connects and makes the indexes. @throws MongoServerSelectionError when the database does not answer within `WRITE_TIMEOUT` */
export async function mongoAuditStore(uri: string, database = 'sigap_audit'): Promise<AuditStore> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: WRITE_TIMEOUT, socketTimeoutMS: WRITE_TIMEOUT * 2 });
  await client.connect();
  const db = client.db(database);
  await Promise.all([
    db.collection('entries').createIndex({ chain: 1, sequence: 1 }, { unique: true }, undefined),
    db.collection('entries').createIndex({ 'record.persons': 1, 'record.at': 1 }),
    db.collection('entries').createIndex({ 'record.client': 1, 'record.at': 1 }),
    // For `accessLog` of the subgraph `audit`; `_id` is what orders records of the same moment, so that a page is read and not sorted.
    db.collection('entries').createIndex({ 'record.at': 1, _id: 1 }),
    db.collection('entries').createIndex({ 'record.caller': 1, 'record.at': 1, _id: 1 }),
    db.collection('entries').createIndex({ 'record.requestId': 1, 'record.at': 1, _id: 1 }),
  ]);
  return new MongoAuditStore(client, db);
}

class MongoAuditStore implements AuditStore {
  readonly #client: MongoClient;
  readonly #db: Db;

  constructor(client: MongoClient, db: Db) {
    this.#client = client;
    this.#db = db;
  }

  async append(entries: readonly ChainEntry[], head: ChainHead): Promise<void> {
    const documents = entries.map((entry): Stored => ({ _id: `${entry.chain}:${entry.sequence}`, ...entry }));
    await this.#db
      .collection<Stored>('entries')
      .insertMany(documents, { ...DURABLE, ordered: false })
      .catch(ignoreDuplicates);
    await this.#db
      .collection<ChainHead & { _id: string }>('heads')
      .replaceOne({ _id: head.chain }, head, { ...DURABLE, upsert: true });
  }

  async chains(): Promise<readonly string[]> {
    const ids: unknown[][] = await Promise.all(
      ['entries', 'heads'].map((name) => this.#db.collection(name).distinct('chain')),
    );
    return [...new Set(ids.flat().map(String))].sort();
  }

  async head(chain: string): Promise<ChainHead | undefined> {
    return (await this.#db.collection<ChainHead>('heads').findOne({ chain }, { projection: { _id: 0 } })) ?? undefined;
  }

  async replaceHead(before: ChainHead, head: ChainHead): Promise<void> {
    await this.#db
      .collection<ChainHead & { _id: string }>('heads')
      .replaceOne({ _id: before.chain, signature: before.signature }, head, DURABLE);
  }

  entries(chain: string): AsyncIterable<ChainEntry> {
    return this.#db
      .collection<ChainEntry>('entries')
      .find({ chain }, { projection: { _id: 0 } })
      .sort({ sequence: 1 });
  }

  async *find({ person, client, from, to }: AuditFilter): AsyncIterable<AuditRecord> {
    const at = { ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lt: to }) };
    const filter = {
      ...(person !== undefined && { 'record.persons': person }),
      ...(client !== undefined && { 'record.client': client }),
      ...((from ?? to) !== undefined && { 'record.at': at }),
    };
    for await (const { record } of this.#db.collection<ChainEntry>('entries').find(filter).sort({ 'record.at': 1 }))
      yield record;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

/** A write whose acknowledgement was lost is repeated, so entries that exist already are the same ones. */
function ignoreDuplicates(thrown: unknown): void {
  const errors = thrown instanceof MongoBulkWriteError ? [thrown.writeErrors].flat() : [];
  if (errors.length === 0 || errors.some((error) => error.code !== DUPLICATE_KEY)) throw thrown;
}
