/**
 * What one transaction reads and writes of workers and verifications. It writes by the driver: the models' plugins do not see what is not yet
 * committed, so that verifiers, record keys and the marks of what is to be counted again are set here.
 */
import { randomUUID } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { keyedBy } from '../../counts/keeps-record-keys.ts';
import { partitionId } from '../../counts/materialized-counts.ts';
import type { RecordKeyOf } from '../../counts/record-key.ts';
import { atVersion, versionOf } from '../../data/record-version.ts';
import type { Verification, Worker } from '../models.ts';
import { statusAfter, type ChangeName, type RuleName } from './transitions.ts';
import type { WorkerStatus } from '../resolver-types.ts';
import type { ChangeCaller } from './change-rights.ts';
import { lifecycleFault } from './errors.ts';
import { placeInEvent, type WorkerEvent } from './worker-event.ts';
import type { LifecycleParts } from './lifecycle-parts.ts';

/** Where and for whom it is written. */
interface Writing {
  readonly session: ClientSession;
  readonly caller: ChangeCaller;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** A field that a change corrects, as text. */
export interface Correction {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a change does to one worker. */
export interface WorkerStep {
  readonly change: ChangeName | RuleName;
  /** The status it leads to, where it may lead to several. */
  readonly to?: WorkerStatus;
  /** Other fields that it sets. */
  readonly set?: Partial<Worker>;
  /** The day it counts from; today when left out. */
  readonly on?: string;
  readonly why?: string | null | undefined;
  readonly corrections?: readonly Correction[];
}

interface Operation {
  readonly updateOne: { readonly filter: object; readonly update: object };
}

/** The reads and writes of one transaction. */
export class WorkerWrites {
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly #parts: LifecycleParts;
  readonly #writing: Writing;
  readonly #newWorkers: Worker[] = [];
  readonly #workers: Operation[] = [];
  readonly #newVerifications: Verification[] = [];
  readonly #verifications: object[] = [];
  readonly #events: WorkerEvent[] = [];
  readonly #marks = new Set<string>();

  constructor(parts: LifecycleParts, writing: Writing) {
    this.#parts = parts;
    this.#writing = writing;
    this.today = writing.today;
  }

  /** @param condition of the driver @returns workers as this transaction sees them */
  workers(condition: object): Promise<Worker[]> {
    return this.#of<Worker>('workers').find(condition, this.#options()).toArray();
  }

  /** @returns a worker's verifications, the earliest request first */
  verificationsOf(worker: string): Promise<Verification[]> {
    return this.#of<Verification>('verifications')
      .find({ worker }, this.#options())
      .sort({ requestedOn: 1, requestedAt: 1, _id: 1 })
      .toArray();
  }

  /** @returns a verification; null where there is none */
  verification(_id: string): Promise<Verification | null> {
    return this.#of<Verification>('verifications').findOne({ _id }, this.#options());
  }

  /**
   * @param condition which workers the caller may see
   * @param version the one that the change was made on; as it is when left out
   * @throws CodedError WORKER_NOT_FOUND, RECORD_CHANGED
   */
  async worker(_id: string, version: number | null | undefined, condition: object = {}): Promise<Worker> {
    const [worker] = await this.workers({ $and: [{ _id }, condition] });
    if (worker === undefined) throw lifecycleFault('WORKER_NOT_FOUND');
    expectVersion(worker, version);
    return worker;
  }

  /** Takes a person for this transaction: of two that propose one NIK at once the later runs again, and finds the other's record. */
  async holdPersons(tokens: readonly string[]): Promise<void> {
    const held = [...new Set(tokens)].map((_id) => ({
      updateOne: { filter: { _id }, update: { $inc: { times: 1 } }, upsert: true },
    }));
    await this.#of<{ _id: string; times: number }>('person_locks').bulkWrite(held, this.#options());
  }

  /** Notes a new worker. */
  add(worker: Worker, change: ChangeName): void {
    this.#newWorkers.push(keyed(worker, this.#parts.keyOf));
    this.#marks.add(partitionId('workers', worker.village));
    this.#event(worker, worker.status, { from: null, version: versionOf(worker) }, { change });
  }

  /** Notes a change of a worker. @throws CodedError TRANSITION_REFUSED */
  step(worker: Worker, step: WorkerStep): void {
    const { set = {}, on = this.today } = step;
    const from = worker.status as WorkerStatus;
    const to = statusAfter(step.change, from, step.to);
    const version = versionOf(worker) + 1;
    const update: Partial<Worker> & { recordKey?: number } = { ...set, status: to, version };
    if (to !== from) update.history = [...worker.history, { status: to, on }];
    if (set.token != null) update.recordKey = this.#parts.keyOf(set.token);
    const filter = { _id: worker._id, ...atVersion(versionOf(worker)) };
    this.#workers.push({ updateOne: { filter, update: { $set: update } } });
    for (const { village } of [worker, { village: worker.village, ...set }])
      this.#marks.add(partitionId('workers', village));
    this.#event(worker, to, { from, version }, step);
  }

  /** Notes what was done about a worker whose record stays as it is. @throws CodedError TRANSITION_REFUSED */
  note(worker: Worker, step: WorkerStep): void {
    const from = worker.status as WorkerStatus;
    this.#event(worker, statusAfter(step.change, from, step.to), { from, version: versionOf(worker) }, step);
  }

  /** Notes what concerned a worker who stays as they are, so that nobody else changes them meanwhile. */
  keep(worker: Worker, { change, why }: Pick<WorkerStep, 'change' | 'why'>): void {
    const version = versionOf(worker) + 1;
    const filter = { _id: worker._id, ...atVersion(versionOf(worker)) };
    this.#workers.push({ updateOne: { filter, update: { $set: { version } } } });
    this.#event(worker, worker.status, { from: worker.status, version }, { change, why });
  }

  /** Notes a new verification. */
  addVerification(verification: Verification): void {
    this.#newVerifications.push(keyed(verification, this.#parts.keyOf));
    this.#marks.add(partitionId('verifications', verification.bucket));
  }

  /** Notes an answer. */
  answer({ _id, bucket }: Verification, set: Partial<Verification>): void {
    this.#verifications.push({ updateOne: { filter: { _id }, update: { $set: set } } });
    this.#marks.add(partitionId('verifications', bucket));
  }

  /** Takes a request back that nobody has answered. */
  withdraw({ _id, bucket }: Verification): void {
    this.#verifications.push({ deleteOne: { filter: { _id } } });
    this.#marks.add(partitionId('verifications', bucket));
  }

  /** Writes what was noted. The marks come last: others who write in the same village wait for them. */
  async flush(): Promise<void> {
    const options = this.#options();
    if (this.#newWorkers.length > 0) await this.#of('workers').insertMany(this.#newWorkers, options);
    await this.#update('workers', this.#workers);
    if (this.#newVerifications.length > 0) await this.#of('verifications').insertMany(this.#newVerifications, options);
    await this.#update('verifications', this.#verifications);
    if (this.#events.length > 0) await this.#of<WorkerEvent>('worker_events').insertMany(this.#events, options);
    await this.#parts.queue.mark(this.#marks, this.#writing.session);
  }

  /** In a transaction each finds the version that was read, or the transaction runs again. */
  async #update(name: string, operations: readonly object[]): Promise<void> {
    if (operations.length === 0) return;
    const { matchedCount, deletedCount } = await this.#of(name).bulkWrite(operations as never, this.#options());
    if (matchedCount + deletedCount !== operations.length) throw lifecycleFault('RECORD_CHANGED');
  }

  #event(
    { _id: worker }: Worker,
    to: string,
    { from, version }: Pick<WorkerEvent, 'from' | 'version'>,
    { change, on = this.today, why, corrections = [] }: WorkerStep,
  ): void {
    const _id = randomUUID();
    const { caller } = this.#writing;
    const seal = (text: string | null | undefined, field: string) =>
      text == null ? null : this.#parts.seal.encrypt(text, placeInEvent(field, _id));
    this.#events.push({
      _id,
      worker,
      change,
      from,
      to,
      on,
      at: new Date(this.#parts.now()).toISOString(),
      by: caller.sub,
      agency: caller.agency,
      version,
      why: seal(why, 'why'),
      corrections: corrections.map(({ field, before, after }, at) => ({
        field,
        before: seal(before, `before.${at}`),
        after: seal(after, `after.${at}`),
      })),
    });
  }

  #of<Row extends { _id: string }>(name: string) {
    return this.#parts.connection.collection<Row>(name);
  }

  #options(): { session: ClientSession } {
    return { session: this.#writing.session };
  }
}

/** @throws CodedError RECORD_CHANGED, with the version that the record has */
export function expectVersion(worker: Worker, version: number | null | undefined): void {
  if (version != null && version !== versionOf(worker))
    throw lifecycleFault('RECORD_CHANGED', `it has version ${versionOf(worker)}, got ${version}`);
}

const keyed = <Doc extends Parameters<typeof keyedBy>[0]>(doc: Doc, keyOf: RecordKeyOf): Doc => ({
  ...doc,
  recordKey: keyOf(keyedBy(doc)),
});
