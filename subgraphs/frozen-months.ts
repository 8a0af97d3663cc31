/**
 * The counts of a subgraph as they stood when a month had ended, one copy a month. Who may not see exact counts gets these, so
 * that asking again after a person has come or gone shows nothing of him (docs/disclosure.md). A copy is never changed. Its
 * parts are written first, under a name of their own, and last the one document that gives the month to them: of two
 * processes that copy at once the first has that document's `_id`, and the other takes its parts back.
 */
import { randomUUID } from 'node:crypto';
import type { ClaimsSubject } from '../base/claims.ts';
import { snapshotMonth } from '../base/snapshot-month.ts';
import { asOf, type Connection } from './database.ts';
import { fault } from './errors.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { once } from './subgraph.ts';
import { PARTS, Snapshot, type Part, type Summary } from './summary.ts';

/** The scope to see counts as they are now. */
const EXACT = 'cell:exact';
/** A year, and the month that is served. */
const MONTHS_KEPT = 13;
/** Months held in memory: two are asked for around midnight of the first. */
const MONTHS_HELD = 2;
/** Parts that no month names are another process's at work, or after this long what a crash left. */
const ABANDONED_MS = 86_400_000;
const DUPLICATE_KEY = 11_000;

interface FrozenMonth {
  /** `YYYY-MM` */
  readonly _id: string;
  /** Name of the copy, which its parts carry. */
  readonly copy: string;
  /** How many there are. */
  readonly parts: number;
  readonly asOf: string;
  readonly takenAt: Date;
}

interface FrozenPart extends Part {
  readonly copy: string;
  readonly takenAt: Date;
}

/** What a request counts from. */
export interface Counts {
  /** As they are now: totals of the city, which everybody may have exactly. */
  readonly totals: () => Promise<Snapshot>;
  /** For whatever carries `@aggregate`: the frozen month, or now for who may see exact counts. */
  readonly cells: () => Promise<Snapshot>;
}

export interface FrozenMonthsOptions {
  readonly connection: Connection;
  readonly summary: Summary;
  /** What waits in one of them is not counted yet. */
  readonly queues: readonly PartitionQueue[];
  /** True where nobody may be counted although there are people; false: then there is nothing to freeze yet. */
  readonly filled?: () => Promise<boolean>;
  /** ms since 1970 */
  readonly now: () => number;
}

export class FrozenMonths {
  readonly #options: FrozenMonthsOptions;
  readonly #months;
  readonly #parts;
  readonly #held = new Map<string, Snapshot>();
  readonly #reading = new Map<string, Promise<Snapshot | undefined>>();

  constructor(options: FrozenMonthsOptions) {
    this.#options = options;
    this.#months = options.connection.collection<FrozenMonth>('frozen_months');
    this.#parts = options.connection.collection<FrozenPart>('frozen_parts');
  }

  /** @returns what one request counts from; each is read at most once */
  countsFor({ scopes, month }: ClaimsSubject): Counts {
    const totals = once(() => this.#options.summary.read());
    return { totals, cells: scopes.includes(EXACT) ? totals : once(() => this.read(month)) };
  }

  /**
   * @param asked the month of the claims; without one, the last that has ended. A gateway whose clock runs ahead gets that
   *   one too, and so does who asks for a month of which there is no copy.
   * @throws CodedError COUNTS_NOT_READY
   */
  async read(asked?: string): Promise<Snapshot> {
    const newest = this.#newest();
    const month = asked === undefined || asked > newest ? newest : asked;
    const snapshot = this.#held.get(month) ?? (await this.#shared(month));
    if (snapshot !== undefined) return snapshot;
    if (month !== newest) return this.read(newest);
    throw fault('COUNTS_NOT_READY');
  }

  /** Takes the copy of the last month that has ended, unless it is there or it is too early for a first one. */
  async freeze(): Promise<void> {
    const month = this.#newest();
    if (!this.#held.has(month)) await this.#shared(month);
  }

  #newest(): string {
    return snapshotMonth(this.#options.now());
  }

  /** Callers of one moment share it. */
  #shared(month: string): Promise<Snapshot | undefined> {
    let reading = this.#reading.get(month);
    if (reading === undefined) {
      reading = this.#find(month).finally(() => this.#reading.delete(month));
      this.#reading.set(month, reading);
    }
    return reading;
  }

  async #find(month: string): Promise<Snapshot | undefined> {
    const frozen = (await this.#load(month)) ?? (month === this.#newest() ? await this.#take(month) : undefined);
    // Where nobody is counted yet nothing is frozen, and so nothing is kept.
    if (frozen?.asOf !== undefined) this.#hold(month, frozen);
    return frozen;
  }

  #hold(month: string, snapshot: Snapshot): void {
    this.#held.set(month, snapshot);
    for (const oldest of [...this.#held.keys()].sort().slice(0, -MONTHS_HELD)) this.#held.delete(oldest);
  }

  async #load(month: string): Promise<Snapshot | undefined> {
    const head = await this.#months.findOne({ _id: month });
    if (head === null) return undefined;
    const parts = await this.#parts.find({ copy: head.copy }).sort({ _id: 1 }).batchSize(PARTS).toArray();
    // Never today's in their place: that would show what the copy is there to hide.
    if (parts.length !== head.parts) throw new Error(`the frozen counts of ${month} have ${parts.length} parts, expected ${head.parts}`);
    return new Snapshot(parts, head.asOf);
  }

  async #take(month: string): Promise<Snapshot | undefined> {
    if (!(await this.#counted())) return undefined;
    const { connection, summary, filled = async () => false, now } = this.#options;
    const snapshot = await summary.read();
    if (snapshot.empty && !(await filled())) return snapshot;
    const head = { _id: month, copy: randomUUID(), parts: snapshot.parts.length, asOf: await asOf(connection), takenAt: new Date(now()) };
    await this.#write(head, snapshot.parts);
    return this.#load(month);
  }

  /** The first copy waits for the first count to be whole; later ones take what is counted, a second old at most. */
  async #counted(): Promise<boolean> {
    if ((await this.#months.findOne({})) !== null) return true;
    if (await this.#options.summary.missing()) return false;
    const idle = await Promise.all(this.#options.queues.map((queue) => queue.idle()));
    return idle.every(Boolean);
  }

  async #write(head: FrozenMonth, parts: readonly Part[]): Promise<void> {
    const { copy, takenAt } = head;
    await this.#parts.createIndex({ copy: 1 });
    await this.#parts.insertMany(parts.map((part) => ({ ...part, _id: `${copy}:${part._id}`, copy, takenAt })));
    try {
      await this.#months.insertOne(head);
    } catch (thrown) {
      // Any other failure leaves open whether it was written: then the parts stay until they are found abandoned.
      if ((thrown as { code?: unknown }).code !== DUPLICATE_KEY) throw thrown;
      const first = await this.#months.findOne({ _id: head._id });
      if (first?.copy !== copy) await this.#parts.deleteMany({ copy });
      return;
    }
    await this.#prune();
  }

  async #prune(): Promise<void> {
    const months = await this.#months.find({}, { projection: { copy: 1 } }).sort({ _id: -1 }).toArray();
    await this.#months.deleteMany({ _id: { $in: months.slice(MONTHS_KEPT).map(({ _id }) => _id) } });
    const kept = months.slice(0, MONTHS_KEPT).map(({ copy }) => copy);
    await this.#parts.deleteMany({ copy: { $nin: kept }, takenAt: { $lt: new Date(this.#options.now() - ABANDONED_MS) } });
  }
}
