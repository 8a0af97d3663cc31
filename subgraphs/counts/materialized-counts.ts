/**
 * Counts kept ready, so that a sum over all people reads none of them. A source counts its collection a partition (a village) at a
 * time by a group of fields. The cells are stored in `summary`, and only partitions that were written to are counted again. Readers
 * hold the whole summary in memory, and a request sends one small command: has it changed?
 */
import type { Model } from 'mongoose';
import { NO_VILLAGE } from '../data/area.ts';
import type { Exactness, Tally } from './tally.ts';
import type { DatabaseConnection } from '../data/database.ts';

/** A collection and what of it is counted. */
export interface Source {
  readonly name: string;
  readonly model: Model<never>;
  /** Field that states which partition a document belongs to. */
  readonly partition: string;
  /** Partitions that have a row even without documents: a count of nobody. */
  readonly partitions?: () => Promise<readonly (string | null)[]>;
  /** Fields of a cell and the MongoDB expressions that compute them. */
  readonly cell: Readonly<Record<string, unknown>>;
}

/** One combination of a cell's fields, how many documents have it and the sum of their record keys. */
export type Cell = Readonly<Record<string, unknown>> & Tally;

/** The counts of one partition as the collection `summary` keeps them. */
export interface Part {
  /** See `partitionId`. */
  readonly _id: string;
  /** Name of the source. */
  readonly source: string;
  /** Value of the source's partition field; null where that is null. */
  readonly partition: string | null;
  readonly cells: readonly Cell[];
  readonly computedAt: Date;
}

/** @returns the id of a partition, `workers:32.75.01.1001`; those without a village end with `none` */
export const partitionId = (source: string, partition: string | null): string => `${source}:${partition ?? NO_VILLAGE}`;

/** All counts of a subgraph at one moment. What is derived from them is derived once. */
export class CountsSnapshot {
  readonly parts: readonly Part[];
  /** The month they are kept for, `YYYY-MM`, and the day they stand at, `YYYY-MM-DD`; absent for counts that follow the data. */
  readonly month: string | undefined;
  readonly asOf: string | undefined;
  readonly #derived = new Map<unknown, Map<Exactness, unknown>>();

  constructor(parts: readonly Part[], month?: string, asOf?: string) {
    this.parts = parts;
    this.month = month;
    this.asOf = asOf;
  }

  /** True when nobody is counted. */
  get empty(): boolean {
    return this.parts.every(({ cells }) => cells.length === 0);
  }

  /** @returns the parts of one source */
  of(source: string): Part[] {
    return this.parts.filter((part) => part.source === source);
  }

  /** @param build one and the same function for the same value @returns what it makes of these counts, made once for each exactness */
  derive<Value>(build: (snapshot: CountsSnapshot, exactness: Exactness) => Value, exactness: Exactness): Value {
    let values = this.#derived.get(build) as Map<Exactness, Value> | undefined;
    if (values === undefined) this.#derived.set(build, (values = new Map<Exactness, Value>()));
    if (!values.has(exactness)) values.set(exactness, build(this, exactness));
    return values.get(exactness)!;
  }
}

/** Cell keys are sums modulo this. */
const CELL_KEYS = 2 ** 32;

/** Parts of one reply; the driver's 101 would cost a second command. */
export const PARTS = 1000;

interface Version {
  _id: string;
  version: number;
}

/** The counts of one subgraph in its own database, in the collections `summary` and `summary_version`. */
export class MaterializedCounts {
  readonly sources: readonly Source[];
  readonly #parts;
  readonly #versions;
  #held: { version: number; snapshot: CountsSnapshot } | undefined;
  #reading: Promise<CountsSnapshot> | undefined;

  constructor(connection: DatabaseConnection, sources: readonly Source[]) {
    this.sources = sources;
    this.#parts = connection.collection<Part>('summary');
    this.#versions = connection.collection<Version>('summary_version');
  }

  /** @returns the counts as they are now; one command when they have not changed, shared by callers of one moment */
  read(): Promise<CountsSnapshot> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<CountsSnapshot> {
    const version = (await this.#versions.findOne({ _id: 'summary' }))?.version ?? 0;
    if (this.#held?.version === version) return this.#held.snapshot;
    const snapshot = new CountsSnapshot(await this.#parts.find().sort({ _id: 1 }).batchSize(PARTS).toArray());
    this.#held = { version, snapshot };
    return snapshot;
  }

  /** @returns true when nothing was ever counted */
  async missing(): Promise<boolean> {
    return (await this.#versions.findOne({ _id: 'summary' })) === null;
  }

  /** @returns the id of every partition that there is or was */
  async partitions(): Promise<string[]> {
    const ids = new Set((await this.#parts.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id));
    for (const { name, model, partition, partitions } of this.sources) {
      for (const value of [...(await model.distinct(partition)), ...((await partitions?.()) ?? [])])
        ids.add(partitionId(name, value));
      // Null is a partition of its own, which distinct may leave out.
      ids.add(partitionId(name, null));
    }
    return [...ids];
  }

  /** Counts one partition again. The version is raised after the cells, so that a reader never keeps old cells under a new version. */
  async recount(id: string): Promise<void> {
    const [name, value] = partitionOfId(id);
    const source = this.sources.find((one) => one.name === name);
    if (source === undefined) return;
    const computedAt = new Date();
    const cells = await count(source, value);
    await this.#parts.replaceOne({ _id: id }, { source: name, partition: value, cells, computedAt }, { upsert: true });
    await this.published();
  }

  /** Notifies readers that cells have changed. */
  async published(): Promise<void> {
    await this.#versions.updateOne({ _id: 'summary' }, { $inc: { version: 1 } }, { upsert: true });
  }
}

/** @returns the source's name and the partition, null for those without */
export function partitionOfId(id: string): [source: string, partition: string | null] {
  const [source, value] = id.split(':') as [string, string];
  return [source, value === NO_VILLAGE ? null : value];
}

async function count(source: Source, partition: string | null): Promise<Cell[]> {
  const rows = await source.model.aggregate<{ _id: Record<string, unknown>; n: number; key: number }>([
    { $match: { [source.partition]: partition } },
    { $group: { _id: source.cell, n: { $sum: 1 }, key: { $sum: '$recordKey' } } },
  ]);
  // A sum of two million keys is still exact in a double; the driver returns a 64-bit sum below 2^53 as a number.
  return rows.map(({ _id, n, key }) => ({ ..._id, n, key: key % CELL_KEYS }));
}
