/** `suspend`, `resume` and `exitWorker`: whether a worker takes part, by the roster's owner. */
import { changeFault } from '../../changes/errors.ts';
import { validWhy } from '../../changes/record-fields.ts';
import { closedMembership } from '../../changes/insurer-list.ts';
import { MOST_DECILE } from '../decile-band.ts';
import type { Worker } from '../models.ts';
import type { ExitWorkerInput, WorkerChangeInput, WorkerStatus } from '../resolver-types.ts';
import { AGE_LIMIT, ageOn } from './record-fields.ts';
import { statusAfter } from './transitions.ts';
import type { ChangeWork } from './worker-changes.ts';
import type { WorkerWrites } from './worker-writes.ts';

/** @returns the change; its outcome is the worker's id */
export const suspendWorker =
  (input: WorkerChangeInput): ChangeWork<string> =>
  async (writes) => {
    const why = validWhy(input.why);
    const worker = await writes.record(input.worker, input.version);
    writes.step(worker, { change: 'suspend', why });
    return worker._id;
  };

/** @returns the change; its outcome is the worker's id */
export const resumeWorker =
  (input: WorkerChangeInput): ChangeWork<string> =>
  async (writes) => {
    const why = validWhy(input.why);
    const worker = await writes.record(input.worker, input.version);
    statusAfter('resume', worker.status);
    const before = worker.history.findLast(({ status }) => status !== 'SUSPENDED')?.status;
    writes.step(worker, { change: 'resume', to: before as WorkerStatus, why });
    return worker._id;
  };

/** @returns the change; its outcome is the worker's id */
export const exitWorker =
  (input: ExitWorkerInput): ChangeWork<string> =>
  async (writes) => {
    const why = input.why == null ? null : validWhy(input.why);
    const worker = await writes.record(input.worker, input.version);
    const on = input.on ?? writes.today;
    statusAfter('exitWorker', worker.status);
    requireReason(input.reason, worker, on);
    if (on > writes.today || on < worker.enrolledOn)
      throw changeFault(
        'RULE_REFUSED',
        `expected on from ${worker.enrolledOn}, the enrolment, to ${writes.today}, got ${on}`,
      );
    const set = { exitReason: input.reason, membership: closedMembership(worker.membership, on) };
    writes.step(worker, { change: 'exitWorker', set, on, why });
    await withdrawRequests(writes, worker._id);
    return worker._id;
  };

function requireReason(reason: ExitWorkerInput['reason'], worker: Worker, on: string): void {
  const { birthDate, decileNow } = worker;
  if (reason === 'DUPLICATE') throw changeFault('RULE_REFUSED', 'expected mergeDuplicates, which names both records');
  if (reason === 'OVER_AGE' && (birthDate === null || ageOn(birthDate, on) < AGE_LIMIT))
    throw changeFault('RULE_REFUSED', `expected a birth date that makes them ${AGE_LIMIT} or older`);
  if (reason === 'DECILE_ROSE' && (decileNow === null || decileNow.decile <= MOST_DECILE))
    throw changeFault('RULE_REFUSED', `expected a newest decile above ${MOST_DECILE}`);
}

/** A request about somebody who has left, or whose record is to be repaired first, is taken back: nobody has to answer it any more. */
export async function withdrawRequests(writes: WorkerWrites, worker: string): Promise<void> {
  for (const verification of await writes.verificationsOf(worker))
    if (verification.verdict === 'PENDING') writes.withdraw(verification);
}
