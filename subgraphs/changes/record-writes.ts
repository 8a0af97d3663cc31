/**
 * What one transaction reads and writes of the records of one kind. It writes by the driver: the models' plugins do not see what is not yet
 * committed, so that record keys and the marks of what is to be counted again are set here.
 */
import type { ClientSession } from 'mongoose';
import { keyedBy } from '../counts/keeps-record-keys.ts';
import { partitionId } from '../counts/materialized-counts.ts';
import type { RecordKeyOf } from '../counts/record-key.ts';
import { cardHolders, type CardHolders } from '../data/card-holders.ts';
import { holdPersons } from '../data/hold-persons.ts';
import { atVersion, versionOf } from '../data/record-version.ts';
import type { ChangeCaller } from './change-caller.ts';
import type { ChangeParts } from './change-parts.ts';
import { changeFault } from './errors.ts';
import { sealedEvent, type Correction, type EventKind, type RecordEvent } from './record-event.ts';
import type { StateMachine } from './transitions.ts';

/** What any record about a person has. */
export interface ChangedRecord {
  readonly _id: string;
  readonly token: string | null;
  readonly village: string | null;
  readonly status: string;
  readonly version?: number;
}

/** The records of one kind. */
export interface RecordKind<Change extends string, Status extends string> extends EventKind {
  /** The collection, which is also the source that they are counted by. */
  readonly collection: string;
  readonly machine: StateMachine<Change, Status>;
  /** @returns the error of a record that is not there, or not for this caller */
  readonly missing: () => Error;
}

/** Where and for whom it is written. */
export interface Writing {
  readonly session: ClientSession;
  readonly caller: ChangeCaller;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** What a change does to one record. */
export interface RecordStep<Row, Change extends string, Status extends string> {
  readonly change: Change;
  /** The status it leads to, where it may lead to several. */
  readonly to?: Status;
  /** Other fields that it sets. */
  readonly set?: Partial<Row>;
  /** The day it counts from; today when left out. */
  readonly on?: string;
  readonly why?: string | null | undefined;
  readonly corrections?: readonly Correction[];
  /** Fields that events of this kind alone have. */
  readonly own?: Readonly<Record<string, unknown>>;
}

/** A write of one document, by the driver. */
export type RecordOperation =
  | { readonly updateOne: { readonly filter: object; readonly update: object } }
  | { readonly deleteOne: { readonly filter: object } };

/** The reads and writes of one transaction. */
export class RecordWrites<Row extends ChangedRecord, Change extends string, Status extends string> {
  /** `YYYY-MM-DD` */
  readonly today: string;
  protected readonly parts: ChangeParts;
  readonly #kind: RecordKind<Change, Status>;
  readonly #writing: Writing;
  readonly #new: Row[] = [];
  readonly #updates: RecordOperation[] = [];
  readonly #events: RecordEvent[] = [];
  readonly #marks = new Set<string>();

  constructor(parts: ChangeParts, kind: RecordKind<Change, Status>, writing: Writing) {
    this.parts = parts;
    this.#kind = kind;
    this.#writing = writing;
    this.today = writing.today;
  }

  /** @param condition of the driver @returns records as this transaction sees them */
  records(condition: object): Promise<Row[]> {
    return this.of<Row>(this.#kind.collection).find(condition, this.options()).toArray() as Promise<Row[]>;
  }

  /**
   * @param condition which records the caller may see
   * @param version the one that the change was made on; as it is when left out
   * @throws CodedError of a record that is not there, RECORD_CHANGED
   */
  async record(_id: string, version: number | null | undefined, condition: object = {}): Promise<Row> {
    const [record] = await this.records({ $and: [{ _id }, condition] });
    if (record === undefined) throw this.#kind.missing();
    expectVersion(record, version);
    return record;
  }

  /** Takes a person for this transaction: of two that bring one NIK at once the later runs again, and finds the other's record. */
  async holdPersons(tokens: readonly string[]): Promise<void> {
    await holdPersons(this.parts.connection, tokens, this.#writing.session);
  }

  /** Takes cards for this transaction, as `holdPersons` takes persons. @param cards their tokens @returns who has them */
  async holdCards(cards: readonly string[]): Promise<CardHolders> {
    await holdPersons(this.parts.connection, cards, this.#writing.session);
    return cardHolders(this.of(this.#kind.collection), cards, this.#writing.session);
  }

  /** Notes a new record. */
  add(record: Row, change: Change): void {
    this.#new.push(keyed(record, this.parts.keyOf));
    this.mark(this.#kind.collection, record.village);
    this.#event(record, record.status, { from: null, version: versionOf(record) }, { change });
  }

  /** Notes a change of a record. @throws CodedError TRANSITION_REFUSED */
  step(record: Row, step: RecordStep<Row, Change, Status>): void {
    const { on = this.today } = step;
    const set: Partial<Row> = step.set ?? {};
    const from = record.status;
    const to = this.#kind.machine.after(step.change, from, step.to);
    const version = versionOf(record) + 1;
    const fields = { ...set, ...(to !== from && this.statusSet(record, to, on)) };
    const keys = set.token == null ? {} : { recordKey: this.parts.keyOf(set.token) };
    this.#update(record, { ...fields, ...keys, status: to, version });
    for (const { village } of [record, { village: record.village, ...set }])
      this.mark(this.#kind.collection, village ?? null);
    this.#event(record, to, { from, version }, step);
  }

  /** Notes what was done about a record that stays as it is. @throws CodedError TRANSITION_REFUSED */
  note(record: Row, step: RecordStep<Row, Change, Status>): void {
    const { status: from } = record;
    const to = this.#kind.machine.after(step.change, from, step.to);
    this.#event(record, to, { from, version: versionOf(record) }, step);
  }

  /** Notes what concerned a record that stays as it is, so that nobody else changes it meanwhile. */
  keep(record: Row, { change, why }: Pick<RecordStep<Row, Change, Status>, 'change' | 'why'>): void {
    const version = versionOf(record) + 1;
    this.#update(record, { version });
    this.#event(record, record.status, { from: record.status, version }, { change, why });
  }

  /** Writes what was noted. The marks come last: others who write in the same village wait for them. */
  async flush(): Promise<void> {
    await this.insert(this.#kind.collection, this.#new);
    await this.write(this.#kind.collection, this.#updates);
    await this.flushOthers();
    await this.insert(this.#kind.events, this.#events);
    await this.parts.queue.mark(this.#marks, this.#writing.session);
  }

  /** What else is set where the status becomes another. */
  protected statusSet(_record: Row, _to: string, _on: string): Partial<Row> {
    return {};
  }

  /** Writes what was noted of other collections. */
  protected async flushOthers(): Promise<void> {
    // A kind of its own has nothing else.
  }

  /** Notes that a partition is to be counted again. */
  protected mark(source: string, partition: string | null): void {
    this.#marks.add(partitionId(source, partition));
  }

  protected async insert(name: string, documents: readonly object[]): Promise<void> {
    if (documents.length > 0) await this.of(name).insertMany(documents as never, this.options());
  }

  /** In a transaction each finds the version that was read, or the transaction runs again. */
  protected async write(name: string, operations: readonly RecordOperation[]): Promise<void> {
    if (operations.length === 0) return;
    const { matchedCount, deletedCount } = await this.of(name).bulkWrite(operations, this.options());
    if (matchedCount + deletedCount !== operations.length) throw changeFault('RECORD_CHANGED');
  }

  protected of<Document extends { _id: string }>(name: string) {
    return this.parts.connection.collection<Document>(name);
  }

  protected options(): { session: ClientSession } {
    return { session: this.#writing.session };
  }

  #update(record: Row, set: object): void {
    const filter = { _id: record._id, ...atVersion(versionOf(record)) };
    this.#updates.push({ updateOne: { filter, update: { $set: set } } });
  }

  #event(
    { _id: subject }: Row,
    to: string,
    { from, version }: Pick<RecordEvent, 'from' | 'version'>,
    { change, on = this.today, why, corrections = [], own = {} }: RecordStep<Row, Change, Status>,
  ): void {
    const { caller } = this.#writing;
    const event = {
      subject,
      change,
      from,
      to,
      on,
      at: new Date(this.parts.now()).toISOString(),
      by: caller.sub,
      agency: caller.agency,
      version,
      why: why ?? null,
      corrections,
      own,
    };
    this.#events.push(sealedEvent(this.#kind, this.parts.seal, event));
  }
}

/** @throws CodedError RECORD_CHANGED, with the version that the record has */
export function expectVersion(record: ChangedRecord, version: number | null | undefined): void {
  if (version != null && version !== versionOf(record))
    throw changeFault('RECORD_CHANGED', `it has version ${versionOf(record)}, got ${version}`);
}

/** @returns the document with the key that its counts are perturbed by */
export const keyed = <Document extends Parameters<typeof keyedBy>[0]>(
  document: Document,
  keyOf: RecordKeyOf,
): Document => ({ ...document, recordKey: keyOf(keyedBy(document)) });
