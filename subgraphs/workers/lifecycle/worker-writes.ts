/** What one transaction reads and writes of workers and verifications (`../../changes/record-writes.ts`). Verifiers are set by who calls. */
import {
  keyed,
  RecordWrites,
  type RecordOperation,
  type RecordKind,
  type RecordStep,
  type Writing,
} from '../../changes/record-writes.ts';
import type { Verification, Worker } from '../models.ts';
import type { WorkerStatus } from '../resolver-types.ts';
import { lifecycleFault } from './errors.ts';
import { WORKER_LIFE, type ChangeName, type RuleName } from './transitions.ts';
import type { WorkerChangeParts } from './worker-change-parts.ts';
import { WORKER_EVENTS } from './worker-event.ts';

const KIND: RecordKind<ChangeName | RuleName, WorkerStatus> = {
  ...WORKER_EVENTS,
  collection: 'workers',
  machine: WORKER_LIFE,
  missing: () => lifecycleFault('WORKER_NOT_FOUND'),
};

/** The reads and writes of one transaction. */
export class WorkerWrites extends RecordWrites<Worker, ChangeName | RuleName, WorkerStatus> {
  readonly #newVerifications: Verification[] = [];
  readonly #verifications: RecordOperation[] = [];

  readonly #likenessOf: WorkerChangeParts['likenessOf'];

  constructor(parts: WorkerChangeParts, writing: Writing) {
    super(parts, KIND, writing);
    this.#likenessOf = parts.likenessOf;
  }

  override add(worker: Worker, change: ChangeName): void {
    super.add({ ...worker, likeness: this.#likenessOf(worker.name, worker.birthDate) }, change);
  }

  override step(worker: Worker, step: RecordStep<Worker, ChangeName | RuleName, WorkerStatus>): void {
    const { set = {} } = step;
    const { name, birthDate } = { ...worker, ...set };
    const isOther = set.name !== undefined || set.birthDate !== undefined;
    super.step(worker, isOther ? { ...step, set: { ...set, likeness: this.#likenessOf(name, birthDate) } } : step);
  }

  /** @returns a worker's verifications, the earliest request first */
  verificationsOf(worker: string): Promise<Verification[]> {
    return this.of<Verification>('verifications')
      .find({ worker }, this.options())
      .sort({ requestedOn: 1, requestedAt: 1, _id: 1 })
      .toArray();
  }

  /** @returns a verification; null where there is none */
  verification(_id: string): Promise<Verification | null> {
    return this.of<Verification>('verifications').findOne({ _id }, this.options());
  }

  /** Notes a new verification. */
  addVerification(verification: Verification): void {
    this.#newVerifications.push(keyed(verification, this.parts.keyOf));
    this.mark('verifications', verification.bucket);
  }

  /** Notes an answer. */
  answer({ _id, bucket }: Verification, set: Partial<Verification>): void {
    this.#verifications.push({ updateOne: { filter: { _id }, update: { $set: set } } });
    this.mark('verifications', bucket);
  }

  /** Takes a request back that nobody has answered. */
  withdraw({ _id, bucket }: Verification): void {
    this.#verifications.push({ deleteOne: { filter: { _id } } });
    this.mark('verifications', bucket);
  }

  protected override statusSet({ history }: Worker, to: string, on: string): Partial<Worker> {
    return { history: [...history, { status: to, on }] };
  }

  protected override async flushOthers(): Promise<void> {
    await this.insert('verifications', this.#newVerifications);
    await this.write('verifications', this.#verifications);
  }
}
