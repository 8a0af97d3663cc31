/**
 * Counts kept ready, so that a sum over all people reads none of them. A source counts its collection a partition (a
 * village) at a time by a group of fields; the cells are stored in `summary` and only partitions that were written to are
 * counted again. Readers hold the whole summary in memory and ask one small question a request: has it changed?
 */
import type { Model } from 'mongoose';
import { NO_VILLAGE } from '../data/area.ts';
import type { Exactness, Tally } from './tally.ts';
import type { DatabaseConnection } from '../data/database.ts';

export interface Source {
  readonly name: string;
  readonly model: Model<never>;
  /** Field that says which partition a document belongs to. */
  readonly partition: string;
  /** Partitions it is to have beside those of its documents, so that nobody is counted there too. */
  readonly partitions?: () => Promise<readonly (string | null)[]>;
  /** Fields of a cell and the expressions that give them. */
  readonly cell: Readonly<Record<string, unknown>>;
}

/** One combination of a cell's fields, how many documents have it and the sum of their record keys. */
export type Cell = Readonly<Record<string, unknown>> & Tally;

export interface Part {
  readonly _id: string;
  readonly source: string;
  /** Null where the field is. */
  readonly partition: string | null;
  readonly cells: readonly Cell[];
  readonly computedAt: Date;
}

export const partitionId = (source: string, partition: string | null): string => `${source}:${partition ?? NO_VILLAGE}`;

/** All counts of a subgraph at one moment; what is derived from them is derived once. */
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

  of(source: string): Part[] {
    return this.parts.filter((part) => part.source === source);
  }

  /** @returns what a function makes of these counts, made once for each exactness */
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

  /** The counts as they stand; one command when they have not changed. Callers of one moment share it. */
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

  /** True when nothing was ever counted. */
  async missing(): Promise<boolean> {
    return (await this.#versions.findOne({ _id: 'summary' })) === null;
  }

  /** Every partition there is or was. */
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

  /** Counts one partition again. The version follows the cells, so that a reader never keeps old cells under a new one. */
  async recount(id: string): Promise<void> {
    const [name, value] = partitionOfId(id);
    const source = this.sources.find((one) => one.name === name);
    if (source === undefined) return;
    const computedAt = new Date();
    const cells = await count(source, value);
    await this.#parts.replaceOne({ _id: id }, { source: name, partition: value, cells, computedAt }, { upsert: true });
    await this.published();
  }

  /** Tells readers that cells have changed. */
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
  // A sum of two million keys is still exact in a double.
  return rows.map(({ _id, n, key }) => ({ ..._id, n, key: Number(key) % CELL_KEYS }));
}
