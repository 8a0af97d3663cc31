/**
 * The counts of a subgraph as they stood when a month had ended, one copy a month. Callers who may not see exact counts receive
 * these, so that two queries before and after a person was added or removed show nothing of them (docs/disclosure.md). The first month is
 * the one in which the record began: of an earlier one nobody knows who was there. A copy is never changed. Its parts are written first, under a name of their own, and last the one document that assigns them to the month.
 * Of two processes that copy at once the first has that document's `_id`, and the other deletes its parts.
 */
import { randomUUID } from 'node:crypto';
import type { ClaimsSubject } from '../../base/claims.ts';
import { snapshotMonth } from '../../base/snapshot-month.ts';
import { EXACT, PERTURBED } from './tally.ts';
import { CountsView } from './view.ts';
import { aboutOf, asOf, type DatabaseConnection } from '../data/database.ts';
import { monthsAfter } from '../data/period.ts';
import { subgraphFault } from '../errors.ts';
import type { RecountQueue } from './recount-queue.ts';
import { once } from '../data/once.ts';
import { PARTS, CountsSnapshot, type Part, type MaterializedCounts } from './materialized-counts.ts';

/** A year, and the month that is served when none is requested. */
const MONTHS_KEPT = 13;
/** Parts that no month names belong to a process that is writing, or after this long to one that crashed. */
const ABANDONED_MS = 86_400_000;
const DUPLICATE_KEY = 11_000;
/** The document of `about` that states in which month the record began. */
const RECORD = 'record';
const SINCE_EVER = '';

/** The document that assigns a copy to its month. */
interface SnapshotHead {
  /** `YYYY-MM` */
  readonly _id: string;
  /** Name of the copy, which its parts carry. */
  readonly copy: string;
  /** How many parts the copy has. */
  readonly parts: number;
  /** The day that the counts stand at, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly takenAt: Date;
  /** Its cells have keys. An older copy without keys is never served: it could not be perturbed. */
  readonly keyed: true;
}

interface SnapshotPart extends Part {
  readonly copy: string;
  readonly takenAt: Date;
}

/** What a request counts from. */
export interface CountsSource {
  /** As they are now: totals of the city, which everybody may see exactly. */
  readonly totals: () => Promise<CountsView>;
  /**
   * For fields with `@aggregate`. Without a month: the last that has ended, or now for callers who may see exact counts.
   * @throws CodedError COUNTS_NOT_READY, NO_MONTH_YET, MONTH_NOT_KEPT
   */
  readonly cells: (month?: string | null) => Promise<CountsView>;
  /**
   * The months kept from one to another, both included, the oldest first; without a bound all that are kept.
   * @throws CodedError BAD_PERIOD_RANGE
   */
  readonly history: (from?: string | null, to?: string | null) => Promise<CountsView[]>;
}

/** Where the counts are read from, and what decides when a month may be copied. */
export interface MonthlySnapshotsOptions {
  readonly connection: DatabaseConnection;
  readonly summary: MaterializedCounts;
  /** Partitions that are marked in one of them are not counted yet. */
  readonly queues: readonly RecountQueue[];
  /** @returns true where a count of nobody is right; false: then there is nothing to copy yet */
  readonly filled?: () => Promise<boolean>;
  /** ms since 1970 */
  readonly now: () => number;
}

/** The monthly copies of one subgraph, in the collections `frozen_months` and `frozen_parts` of its own database. */
export class MonthlySnapshots {
  readonly #options: MonthlySnapshotsOptions;
  readonly #months;
  readonly #parts;
  readonly #held = new Map<string, CountsSnapshot>();
  readonly #reading = new Map<string, Promise<CountsSnapshot | undefined>>();
  /** The first month that the record can state, `YYYY-MM`; undefined until it is known. */
  #first: string | undefined;

  constructor(options: MonthlySnapshotsOptions) {
    this.#options = options;
    this.#months = options.connection.collection<SnapshotHead>('frozen_months');
    this.#parts = options.connection.collection<SnapshotPart>('frozen_parts');
  }

  /**
   * @param claims `cells` and `month` decide how exactly and of which month
   * @returns what one request counts from; each is read at most once
   */
  countsFor({ cells, month: claimed }: ClaimsSubject): CountsSource {
    const exactness = cells === 'exact' ? EXACT : PERTURBED;
    const view = (snapshot: CountsSnapshot): CountsView => new CountsView(snapshot, exactness);
    const totals = once(async () => new CountsView(await this.#options.summary.read(), EXACT));
    const newest = exactness === EXACT ? totals : once(async () => view(await this.read(claimed)));
    return {
      totals,
      cells: async (month) => (month == null ? newest() : view(await this.#kept(month))),
      history: async (from, to) =>
        Promise.all((await this.#between(from, to)).map(async (month) => view(await this.#kept(month)))),
    };
  }

  /** A month that the query names. @throws CodedError MONTH_NOT_KEPT */
  async #kept(month: string): Promise<CountsSnapshot> {
    const snapshot = this.#held.get(month) ?? (await this.#shared(month));
    if (snapshot !== undefined) return snapshot;
    const kept = await this.#names();
    throw subgraphFault(
      'MONTH_NOT_KEPT',
      `expected ${kept.length === 0 ? 'none yet' : `${kept[0]} to ${kept.at(-1)}`}, got ${month}`,
    );
  }

  async #between(from: string | null | undefined, to: string | null | undefined): Promise<string[]> {
    if (from != null && to != null && from > to)
      throw subgraphFault('BAD_PERIOD_RANGE', `expected from no later than to, got ${from} to ${to}`);
    return (await this.#names()).filter((month) => (from == null || from <= month) && (to == null || month <= to));
  }

  /** Months that have a copy, the oldest first. */
  async #names(): Promise<string[]> {
    return (
      await this.#months
        .find({ keyed: true }, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .toArray()
    ).map(({ _id }) => _id);
  }

  /** Writes the copy of a month that ended before there were copies, counted by the caller of this method. @param asOfDay `YYYY-MM-DD` */
  async keep(month: string, parts: readonly Part[], asOfDay: string): Promise<void> {
    await this.#write(this.#head(month, parts, asOfDay), parts);
  }

  /**
   * @param month of the claims; without one, the last that has ended. A month ahead of the clock, or one without a copy, is
   *   answered with that one too.
   * @throws CodedError COUNTS_NOT_READY, NO_MONTH_YET
   */
  async read(month?: string): Promise<CountsSnapshot> {
    const newest = this.#newest();
    const served = month === undefined || month > newest ? newest : month;
    const snapshot = this.#held.get(served) ?? (await this.#shared(served));
    if (snapshot !== undefined) return snapshot;
    if (served !== newest) return this.read(newest);
    if (this.#isBefore(newest))
      throw subgraphFault('NO_MONTH_YET', `expected a request after ${this.#first} has ended, got one of ${newest}`);
    throw subgraphFault('COUNTS_NOT_READY');
  }

  /** Copies the last month that has ended, unless it has a copy, the record began later or it is too early for the first one. */
  async copyEndedMonth(): Promise<void> {
    const month = this.#newest();
    if (!this.#held.has(month) && !this.#isBefore(month)) await this.#shared(month);
  }

  /** @returns true for a month that had ended when the record began */
  #isBefore(month: string): boolean {
    return this.#first !== undefined && month < this.#first;
  }

  #newest(): string {
    return snapshotMonth(this.#options.now());
  }

  /** Callers of one moment share one read. */
  #shared(month: string): Promise<CountsSnapshot | undefined> {
    let reading = this.#reading.get(month);
    if (reading === undefined) {
      reading = this.#find(month).finally(() => this.#reading.delete(month));
      this.#reading.set(month, reading);
    }
    return reading;
  }

  async #find(month: string): Promise<CountsSnapshot | undefined> {
    if (this.#isBefore(month)) return undefined;
    const copied = (await this.#load(month)) ?? (month === this.#newest() ? await this.#take(month) : undefined);
    // Where nobody is counted yet there is no copy, and so nothing is held.
    if (copied?.asOf !== undefined) this.#hold(month, copied);
    return copied;
  }

  #hold(month: string, snapshot: CountsSnapshot): void {
    this.#held.set(month, snapshot);
    for (const oldest of [...this.#held.keys()].sort().slice(0, -MONTHS_KEPT)) this.#held.delete(oldest);
  }

  async #load(month: string): Promise<CountsSnapshot | undefined> {
    const head = await this.#months.findOne({ _id: month, keyed: true });
    if (head === null) return undefined;
    const parts = await this.#parts.find({ copy: head.copy }).sort({ _id: 1 }).batchSize(PARTS).toArray();
    // Never today's counts in their place: those would show what the copy hides.
    if (parts.length !== head.parts)
      throw new Error(`the copied counts of ${month} have ${parts.length} parts, expected ${head.parts}`);
    // One moment for all: a part's own would reveal that somebody's record was written there.
    const computedAt = new Date(Math.max(0, ...parts.map((part) => part.computedAt.getTime())));
    return new CountsSnapshot(
      parts.map((part) => ({ ...part, computedAt })),
      month,
      head.asOf,
    );
  }

  async #take(month: string): Promise<CountsSnapshot | undefined> {
    const { connection, summary, filled, now } = this.#options;
    this.#first ??= await this.#began();
    if (this.#first === undefined) {
      if (!(await this.#counted())) return undefined;
      const snapshot = await summary.read();
      // Nobody was ever counted: zeros, of no month.
      if (snapshot.empty && (await filled?.()) !== true) return snapshot;
      this.#first = await this.#begin();
    }
    if (this.#isBefore(month)) return undefined;
    const { parts } = await summary.read();
    await this.#months.deleteMany({ _id: month, keyed: { $exists: false } });
    await this.#write(this.#head(month, parts, await asOf(connection, now)), parts);
    return this.#load(month);
  }

  #head(month: string, parts: readonly Part[], asOfDay: string): SnapshotHead {
    return {
      _id: month,
      copy: randomUUID(),
      parts: parts.length,
      asOf: asOfDay,
      takenAt: new Date(this.#options.now()),
      keyed: true,
    };
  }

  /** @returns the month in which the record began; none where nobody was ever counted */
  async #began(): Promise<string | undefined> {
    // A database that has months may be older than the note.
    if ((await this.#months.findOne({ keyed: true })) !== null) return SINCE_EVER;
    return (await aboutOf(this.#options.connection).findOne({ _id: RECORD }))?.['month'] as string | undefined;
  }

  /** Notes that the record begins now. Of two processes that do the first is right. @returns the month */
  async #begin(): Promise<string | undefined> {
    // Data that stand at the last day of a month began no later than that day ended.
    const month = monthsAfter(snapshotMonth(this.#options.now() - 1), 1);
    await aboutOf(this.#options.connection).updateOne({ _id: RECORD }, { $setOnInsert: { month } }, { upsert: true });
    return this.#began();
  }

  /** Whether the first count is whole. Later copies take what is counted, a second old at most. */
  async #counted(): Promise<boolean> {
    if (await this.#options.summary.missing()) return false;
    const idle = await Promise.all(this.#options.queues.map((queue) => queue.idle()));
    return idle.every(Boolean);
  }

  async #write(head: SnapshotHead, parts: readonly Part[]): Promise<void> {
    const { copy, takenAt } = head;
    await this.#parts.createIndex({ copy: 1 }, {}, {});
    if (parts.length > 0)
      await this.#parts.insertMany(parts.map((part) => ({ ...part, _id: `${copy}:${part._id}`, copy, takenAt })));
    try {
      await this.#months.insertOne(head);
    } catch (thrown) {
      // After any other failure the month may have been written: then the parts stay until they are found abandoned.
      if ((thrown as { code?: unknown }).code !== DUPLICATE_KEY) throw thrown;
      const first = await this.#months.findOne({ _id: head._id });
      if (first?.copy !== copy) await this.#parts.deleteMany({ copy });
      return;
    }
    await this.#prune();
  }

  async #prune(): Promise<void> {
    const months = await this.#months
      .find({}, { projection: { copy: 1 } })
      .sort({ _id: -1 })
      .toArray();
    await this.#months.deleteMany({ _id: { $in: months.slice(MONTHS_KEPT).map(({ _id }) => _id) } });
    const kept = months.slice(0, MONTHS_KEPT).map(({ copy }) => copy);
    await this.#parts.deleteMany({
      copy: { $nin: kept },
      takenAt: { $lt: new Date(this.#options.now() - ABANDONED_MS) },
    });
  }
}
