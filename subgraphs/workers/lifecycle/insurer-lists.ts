/** `registerMembership` and `recordContributions`: what the insurer's lists state, taken over row by row. */
import { isPeriod } from '../../data/period.ts';
import type { FilterCondition } from '../../data/filter.ts';
import type { Membership, Worker } from '../models.ts';
import type { ContributionInput, RegisteredMembershipInput } from '../resolver-types.ts';
import { placeInWorker } from '../sealed-values.ts';
import { eachRow, onceInBatch, validateBatch, type RowOutcome } from './batch-rows.ts';
import { lifecycleFault } from './errors.ts';
import type { LifecycleParts } from './lifecycle-parts.ts';
import { validCard } from './record-fields.ts';
import { statusAfter } from './transitions.ts';
import type { ChangeWork } from './worker-changes.ts';
import { expectVersion, type WorkerWrites } from './worker-writes.ts';

/** Work accident and death: what the programme pays for. */
const PROGRAMMES = ['JKK', 'JKM'];
/** Months of one row: two years. */
const MOST_MONTHS = 24;
/** Months that may be paid ahead. */
const MONTHS_AHEAD = 12;

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
  const found = await writes.workers({ $and: [{ _id: { $in: rows.map(({ worker }) => worker) } }, visible] });
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
  { seal }: LifecycleParts,
  rows: readonly RegisteredMembershipInput[],
  visible: FilterCondition,
): ChangeWork<RowOutcome[]> {
  return async (writes) => {
    const found = await workersOfRows(writes, rows, visible);
    const cards = new Set<string>();
    const register = (row: RegisteredMembershipInput): string => {
      const worker = found(row);
      const { _id, enrolledOn } = worker;
      const kpj = validCard(row.kpj);
      if (row.from < enrolledOn) throw lifecycleFault('RULE_REFUSED', `expected from on or after ${enrolledOn}`);
      statusAfter('registerMembership', worker.status);
      onceInBatch(cards, kpj, 'kpj');
      const membership: Membership = {
        kpj: seal.encrypt(kpj, placeInWorker('kpj', _id)),
        programmes: [...PROGRAMMES],
        from: row.from,
        to: null,
        insurerStatus: 'PENDING',
        paidThrough: null,
        monthsInRow: 0,
      };
      writes.step(worker, { change: 'registerMembership', set: { membership } });
      return _id;
    };
    return eachRow(rows, register, workerOf);
  };
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
      if (membership === null) throw lifecycleFault('RULE_REFUSED', 'expected a membership');
      const after = row.isLate ? late(row, membership) : paid(row.months ?? [], membership, writes.today);
      // A list that is taken over twice changes nothing the second time.
      const isSame =
        worker.status === to &&
        (['paidThrough', 'monthsInRow', 'insurerStatus'] as const).every((name) => after[name] === membership[name]);
      if (!isSame) writes.step(worker, { change: 'recordContributions', to, set: { membership: after } });
      return worker._id;
    };
    return eachRow(rows, record, workerOf);
  };
}

function late({ months = [] }: ContributionInput, membership: Membership): Membership {
  if (months.length > 0) throw lifecycleFault('BAD_RECORD', 'months: expected none where isLate is true');
  return membership;
}

/** The months of the run before and those of the list together make the run; an earlier gap that the list does not fill ends it. */
function paid(months: readonly string[], membership: Membership, today: string): Membership {
  const [first, last] = [membership.from.slice(0, 7), monthsAfter(today.slice(0, 7), MONTHS_AHEAD)];
  if (months.length < 1 || months.length > MOST_MONTHS)
    throw lifecycleFault('BAD_RECORD', `months: expected 1 to ${MOST_MONTHS}, or isLate`);
  if (months.some((month) => !isPeriod(month) || month < first || month > last))
    throw lifecycleFault('RULE_REFUSED', `expected months from ${first}, when cover begins, to ${last}`);
  const known = new Set([...months, ...runOf(membership)]);
  const paidThrough = [...known].sort().at(-1)!;
  return { ...membership, paidThrough, monthsInRow: lengthOfRun(known, paidThrough), insurerStatus: 'ACTIVE' };
}

/** @returns the months paid in a row, as far as the record states them */
function runOf({ paidThrough, monthsInRow }: Membership): string[] {
  if (paidThrough === null) return [];
  return Array.from({ length: Math.max(1, monthsInRow) }, (_, back) => monthsAfter(paidThrough, -back));
}

function lengthOfRun(known: ReadonlySet<string>, last: string): number {
  let length = 0;
  while (known.has(monthsAfter(last, -length))) length += 1;
  return length;
}

/** @returns the month so many months later, or earlier */
function monthsAfter(period: string, count: number): string {
  const months = Number(period.slice(0, 4)) * 12 + Number(period.slice(5)) - 1 + count;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}
