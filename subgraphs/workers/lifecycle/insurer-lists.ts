/** `registerMembership` and `recordContributions`: what the insurer's lists state, taken over row by row. */
import { changeFault } from '../../changes/errors.ts';
import { lastMonthToBegin } from '../../data/cover-bounds.ts';
import { validCard } from '../../changes/record-fields.ts';
import { expectVersion } from '../../changes/record-writes.ts';
import { afterContributions, isSameMembership, newMembership } from '../../changes/insurer-list.ts';
import { holderOf } from '../../data/card-holders.ts';
import type { FilterCondition } from '../../data/filter.ts';
import type { Worker } from '../models.ts';
import type { ContributionInput, RegisteredMembershipInput } from '../resolver-types.ts';
import { placeInWorker } from '../sealed-values.ts';
import { eachRow, onceInBatch, validateBatch, type RowOutcome } from '../../changes/batch-rows.ts';
import { lifecycleFault } from './errors.ts';
import type { ChangeParts } from '../../changes/change-parts.ts';
import { statusAfter } from './transitions.ts';
import type { ChangeWork } from './worker-changes.ts';
import type { WorkerWrites } from './worker-writes.ts';

interface Row {
  readonly worker: string;
  readonly version?: number | null;
}

/** @param visible which workers the caller may see @returns the workers of a batch by their ids */
async function workersOfRows(
  writes: WorkerWrites,
  rows: readonly Row[],
  visible: FilterCondition,
): Promise<(row: Row) => Worker> {
  validateBatch(rows);
  const found = await writes.records({ $and: [{ _id: { $in: rows.map(({ worker }) => worker) } }, visible] });
  const byId = new Map(found.map((worker) => [worker._id, worker]));
  const seen = new Set<string>();
  return ({ worker: id, version }) => {
    const worker = byId.get(id);
    if (worker === undefined) throw lifecycleFault('WORKER_NOT_FOUND');
    expectVersion(worker, version);
    onceInBatch(seen, id, 'worker');
    return worker;
  };
}

const workerOf = ({ worker }: Row): string => worker;

/** @param visible which workers the caller may see @returns the change; each row has its own outcome */
export function registerMembership(
  parts: ChangeParts,
  rows: readonly RegisteredMembershipInput[],
  visible: FilterCondition,
): ChangeWork<RowOutcome[]> {
  return async (writes) => {
    const found = await workersOfRows(writes, rows, visible);
    const cards = new Set<string>();
    const holders = await writes.holdCards(rows.map(({ kpj }) => parts.cardOf(kpj)));
    const register = (row: RegisteredMembershipInput): string => {
      const worker = found(row);
      const { _id, enrolledOn } = worker;
      const kpj = validCard(row.kpj);
      requireBegin(row.from, enrolledOn, writes.today);
      statusAfter('registerMembership', worker.status);
      onceInBatch(cards, kpj, 'kpj');
      if (holders.isTaken(parts.cardOf(kpj), holderOf(worker))) throw changeFault('CARD_TAKEN');
      const membership = newMembership({ kpj, from: row.from }, parts, placeInWorker('kpj', _id));
      writes.step(worker, { change: 'registerMembership', set: { membership } });
      return _id;
    };
    return eachRow(rows, register, workerOf);
  };
}

/** @throws CodedError RULE_REFUSED */
function requireBegin(from: string, enrolledOn: string, today: string): void {
  const last = lastMonthToBegin(today);
  if (from < enrolledOn || from.slice(0, 7) > last)
    throw changeFault(
      'RULE_REFUSED',
      `expected from on a day from ${enrolledOn}, the enrolment, to the end of ${last}, got ${from}`,
    );
}

/** @param visible which workers the caller may see @returns the change; each row has its own outcome */
export function recordContributions(
  rows: readonly ContributionInput[],
  visible: FilterCondition,
): ChangeWork<RowOutcome[]> {
  return async (writes) => {
    const found = await workersOfRows(writes, rows, visible);
    const record = (row: ContributionInput): string => {
      const worker = found(row);
      const to = row.isLate ? 'IN_ARREARS' : 'ACTIVE';
      statusAfter('recordContributions', worker.status, to);
      const { membership } = worker;
      if (membership === null) throw changeFault('RULE_REFUSED', 'expected a membership');
      const after = afterContributions(row, membership, writes.today);
      if (worker.status !== to || !isSameMembership(after, membership))
        writes.step(worker, { change: 'recordContributions', to, set: { membership: after } });
      return worker._id;
    };
    return eachRow(rows, record, workerOf);
  };
}
