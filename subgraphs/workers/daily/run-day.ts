/**
 * Applies the rules of time, once a day: some workers a transaction, so that others are answered between. Data that stand at a fixed day, as the
 * sample does, have no tomorrow, and are left as they are.
 */
import type { WorkerChangeParts } from '../lifecycle/worker-change-parts.ts';
import { chunks } from '../../counts/token-exchange.ts';
import { aboutOf } from '../../data/database.ts';
import { closedMembership } from '../../changes/insurer-list.ts';
import { withdrawRequests } from '../lifecycle/end-or-suspend.ts';
import { AGE_LIMIT } from '../lifecycle/record-fields.ts';
import { changeByRule } from '../lifecycle/worker-changes.ts';
import { transitionsFrom, type RuleName } from '../lifecycle/transitions.ts';
import type { WorkerWrites } from '../lifecycle/worker-writes.ts';
import { MOST_DECILE } from '../decile-band.ts';
import type { Verification, Worker, WorkerModels } from '../models.ts';
import type { DailyRun } from './daily-run.ts';
import { dueChange, hasExpired } from './due-change.ts';

/** Records a transaction: some ten milliseconds. */
const BATCH = 50;
/** Ms after which a run that says nothing counts as cut off. */
const HELD = 60_000;
const DUPLICATE_KEY = 11_000;

/** What a day is run with. */
export interface DailyParts {
  readonly models: WorkerModels;
  readonly lifecycle: WorkerChangeParts;
}

/** @returns the day's run where this call has made it; undefined where it is done, another process is at it, or the data stand at a fixed day */
export async function runDay(parts: DailyParts): Promise<DailyRun | undefined> {
  const { lifecycle, models } = parts;
  if (typeof (await aboutOf(lifecycle.connection).findOne({ _id: 'data' }))?.['asOf'] === 'string') return undefined;
  const today = await lifecycle.today();
  const begun = await begin(parts, today);
  if (begun === undefined) return undefined;
  const applied: Record<string, number> = { ...begun.applied };
  const sum = async (more: readonly RuleName[]): Promise<void> => {
    for (const rule of more) applied[rule] = (applied[rule] ?? 0) + 1;
    await models.DailyRun.updateOne({ _id: today }, { $set: { applied, heldUntil: heldUntil(parts) } });
  };
  for (const ids of chunks(await expiredIds(parts, today), BATCH)) await sum(await expire(parts, ids));
  for (const ids of chunks(await dueIds(parts, today), BATCH)) await sum(await applyRules(parts, ids));
  const finishedAt = new Date(lifecycle.now());
  await models.DailyRun.updateOne({ _id: today }, { $set: { applied, finishedAt } });
  return { ...begun, applied, finishedAt };
}

const heldUntil = ({ lifecycle }: DailyParts): Date => new Date(lifecycle.now() + HELD);

/** @returns the run to go on with; undefined where there is nothing to do */
async function begin(parts: DailyParts, today: string): Promise<DailyRun | undefined> {
  const { DailyRun } = parts.models;
  const now = new Date(parts.lifecycle.now());
  const fresh = { _id: today, startedAt: now, finishedAt: null, heldUntil: heldUntil(parts), applied: {} };
  if ((await DailyRun.exists({ _id: today })) === null) {
    try {
      await DailyRun.collection.insertOne(fresh as never);
      return fresh;
    } catch (thrown) {
      if ((thrown as { code?: unknown }).code !== DUPLICATE_KEY) throw thrown;
    }
  }
  return (
    (await DailyRun.findOneAndUpdate(
      { _id: today, finishedAt: null, heldUntil: { $lt: now } },
      { $set: { heldUntil: heldUntil(parts) } },
      { returnDocument: 'after' },
    ).lean<DailyRun>()) ?? undefined
  );
}

async function expiredIds({ models }: DailyParts, today: string): Promise<string[]> {
  const condition = { verdict: { $in: ['MATCH', 'MISMATCH', 'NOT_FOUND'] }, expiresOn: { $lt: today } };
  const rows = await models.Verification.find(condition, { _id: 1 }).sort({ _id: 1 }).lean<{ _id: string }[]>();
  return rows.map(({ _id }) => _id);
}

/** Those for whom something may be due; each is judged again in its transaction. */
async function dueIds({ models }: DailyParts, today: string): Promise<string[]> {
  const youngest = `${Number(today.slice(0, 4)) - AGE_LIMIT}${today.slice(4)}`;
  const condition = {
    status: { $nin: ['EXITED', 'DUPLICATE', 'INELIGIBLE'] },
    $or: [
      { birthDate: { $lte: youngest } },
      { 'decileNow.decile': { $gt: MOST_DECILE } },
      { 'membership.insurerStatus': { $in: ['PENDING', 'ACTIVE'] } },
    ],
  };
  const fields = { status: 1, birthDate: 1, decileNow: 1, membership: 1 };
  const ids: string[] = [];
  const cursor = models.Worker.find(condition as never, fields)
    .sort({ _id: 1 })
    .lean<Worker[]>()
    .cursor();
  for await (const worker of cursor) if (dueChange(worker, today) !== undefined) ids.push(worker._id);
  return ids;
}

function expire({ lifecycle }: DailyParts, ids: readonly string[]): Promise<RuleName[]> {
  return changeByRule(lifecycle, async (writes) => {
    const found = await Promise.all(ids.map((id) => writes.verification(id)));
    const due = found.filter((each): each is Verification => each !== null && hasExpired(each, writes.today));
    const workers = await writes.records({ _id: { $in: [...new Set(due.map(({ worker }) => worker))] } });
    const byId = new Map(workers.map((worker) => [worker._id, worker]));
    const applied: RuleName[] = [];
    for (const verification of due) {
      const worker = byId.get(verification.worker);
      if (worker === undefined || !mayExpire(worker)) continue;
      writes.answer(verification, { verdict: 'EXPIRED' });
      writes.note(worker, { change: 'verificationExpires', own: { verdict: 'EXPIRED' } });
      applied.push('verificationExpires');
    }
    return applied;
  });
}

const mayExpire = ({ status }: Worker): boolean =>
  transitionsFrom(status).some(({ change }) => change === 'verificationExpires');

function applyRules({ lifecycle }: DailyParts, ids: readonly string[]): Promise<RuleName[]> {
  return changeByRule(lifecycle, async (writes) => {
    const applied: RuleName[] = [];
    for (const worker of await writes.records({ _id: { $in: [...ids] } })) {
      const rule = await apply(writes, worker);
      if (rule !== undefined) applied.push(rule);
    }
    return applied;
  });
}

async function apply(writes: WorkerWrites, worker: Worker): Promise<RuleName | undefined> {
  const due = dueChange(worker, writes.today);
  if (due === undefined) return undefined;
  const { rule, to, exitReason } = due;
  if (to === 'EXITED') {
    writes.step(worker, {
      change: rule,
      to,
      set: { exitReason, membership: closedMembership(worker.membership, writes.today) },
    });
    await withdrawRequests(writes, worker._id);
  } else {
    const lapsed = rule === 'membershipLapses' && worker.membership !== null;
    const set = lapsed ? { membership: { ...worker.membership!, insurerStatus: 'INACTIVE' } } : {};
    writes.step(worker, { change: rule, to, set });
  }
  return rule;
}
