/** What undoing an import of verifications minds: an answer that a decision rests on stays, and one that is taken back leaves an event on the worker. */
import type { ClientSession } from 'mongoose';
import { fileEvent } from '../../changes/file-event.ts';
import { holderOf } from '../../data/card-holders.ts';
import { holdPersons } from '../../data/hold-persons.ts';
import { versionOf } from '../../data/record-version.ts';
import type { BatchChange, EventScope, UndoneChange, Write } from '../../import/import-kind.ts';
import { WORKER_EVENTS } from '../lifecycle/worker-event.ts';
import type { Verification, Worker } from '../models.ts';
import type { WorkerPlanning } from './worker-planning.ts';

type Standing = Pick<Worker, '_id' | 'token' | 'status' | 'version'>;

/**
 * @param changes to verifications by a batch
 * @returns those whose worker's status has changed since: somebody has decided, or the worker has left. Who decides at this moment waits, since
 * both take the person
 */
export async function heldAnswers(
  { connection, models }: WorkerPlanning,
  changes: readonly BatchChange[],
  session: ClientSession,
): Promise<Set<string>> {
  const ids = changes.map(({ id }) => id);
  const verifications = await models.Verification.find({ _id: { $in: ids } }, { worker: 1 })
    .session(session)
    .lean<Pick<Verification, '_id' | 'worker'>[]>();
  const workers = await standingOf(
    models,
    verifications.map(({ worker }) => worker),
    session,
  );
  await holdPersons(connection, [...workers.values()].map(holderOf), session);
  const events = await models.WorkerEvent.find({ worker: { $in: [...workers.keys()] } } as never, {
    worker: 1,
    from: 1,
    to: 1,
    version: 1,
  })
    .session(session)
    .lean<{ worker: string; from: string | null; to: string; version: number }[]>();
  const standing = new Map(changes.map(({ id, aboutVersion }) => [id, aboutVersion ?? 0]));
  const ofWorker = Map.groupBy(events, ({ worker }) => worker);
  const isHeld = ({ _id, worker }: Pick<Verification, '_id' | 'worker'>): boolean =>
    (ofWorker.get(worker) ?? []).some(({ from, to, version }) => from !== to && version > standing.get(_id)!);
  return new Set(verifications.filter(isHeld).map(({ _id }) => _id));
}

/** @returns an event on each worker about whom an answer or a request was taken back */
export async function eventsOfAnswers(
  { models, seal }: WorkerPlanning,
  undone: readonly UndoneChange[],
  scope: EventScope,
  session: ClientSession,
): Promise<NonNullable<Write['event']>[]> {
  const workers = await standingOf(
    models,
    undone.map(({ was }) => (was as unknown as Verification).worker),
    session,
  );
  return undone.flatMap(({ was, stands }) => {
    const verification = was as unknown as Verification;
    const worker = workers.get(verification.worker);
    if (worker === undefined) return [];
    const corrections = Object.entries(stands ?? {}).map(([field, value]) => ({
      field,
      before: verification[field as keyof Verification] ?? null,
      after: value as string | null,
    }));
    const own = { verdict: stands === null ? null : (stands['verdict'] ?? verification.verdict) };
    const agency = { agency: agencyOf(verification, scope) };
    const { status } = worker;
    const change = { subject: worker._id, from: status, to: status, version: versionOf(worker), corrections, own };
    return fileEvent(WORKER_EVENTS, seal, scope, { ...change, ...agency }, 'undoImport');
  });
}

/** An answer that is taken back is seen by who saw it; a request by who made it. */
const agencyOf = ({ verdict, agency }: Verification, scope: EventScope): string =>
  verdict === 'PENDING' ? scope.agency : agency;

async function standingOf(
  { Worker }: WorkerPlanning['models'],
  ids: readonly string[],
  session: ClientSession,
): Promise<Map<string, Standing>> {
  const found = await Worker.find({ _id: { $in: [...ids] } }, { token: 1, status: 1, version: 1 })
    .session(session)
    .lean<Standing[]>();
  return new Map(found.map((worker) => [worker._id, worker]));
}
