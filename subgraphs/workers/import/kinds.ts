/** The kinds of import that the roster takes. */
import type { EventScope, ImportKind, UndoneChange } from '../../import/import-kind.ts';
import { fileEvent } from '../../changes/file-event.ts';
import { WORKER_EVENTS } from '../lifecycle/worker-event.ts';
import { ROSTER_OWNER } from '../visible.ts';
import { heldWorkers } from './held-workers.ts';
import { judgeVerification, VERIFICATION_FIELDS, type VerificationRow } from './judge-verification.ts';
import { judgeWorker, type WorkerRow } from './judge-worker.ts';
import { planVerifications, settleVerifiers } from './plan-verifications.ts';
import { planWorkers } from './plan-workers.ts';
import { changeOfWorker } from './change-of-worker.ts';
import { eventsOfAnswers, heldAnswers } from './undone-answers.ts';
import type { KeptWorker, WorkerPlanning } from './worker-planning.ts';
import { restoredRecord } from '../../import/restored-record.ts';
import { placeInWorker, SEALED_OF_WORKERS } from '../sealed-values.ts';
import { OWNERS_FIELDS, WORKER_FIELDS } from './worker-fields.ts';

/** @returns `WORKERS` and `VERIFICATIONS` */
export function workerImports(planning: WorkerPlanning): ImportKind[] {
  const restored = restoredRecord(planning, (id) => placeInWorker('kpj', id));
  const workers: ImportKind<WorkerRow> = {
    name: 'WORKERS',
    fields: WORKER_FIELDS,
    closedTo: (agency) => (agency === ROSTER_OWNER ? [] : OWNERS_FIELDS),
    judge: judgeWorker,
    plan: (rows, scope, session) => planWorkers(planning, rows, scope, session),
    sealed: SEALED_OF_WORKERS[0]!,
    restored: (before, id) => withLikeness(planning, restored(before, id)),
    held: (changes, job, session) => heldWorkers(planning.models, changes, job, session),
    history: WORKER_EVENTS,
    eventsOfUndone: (undone, scope) => Promise.resolve(undone.flatMap((each) => undoneEvents(planning, each, scope))),
  };
  const verifications: ImportKind<VerificationRow> = {
    name: 'VERIFICATIONS',
    fields: VERIFICATION_FIELDS,
    closedTo: () => [],
    needs: (agency) => (agency === ROSTER_OWNER ? undefined : 'verification:answer'),
    judge: judgeVerification,
    plan: (rows, scope, session) => planVerifications(planning, rows, scope, session),
    held: (changes, _job, session) => heldAnswers(planning, changes, session),
    eventsOfUndone: (undone, scope, session) => eventsOfAnswers(planning, undone, scope, session),
    settle: (writes, session) => settleVerifiers(planning, writes, session),
  };
  return [workers as ImportKind, verifications as ImportKind];
}

function undoneEvents({ seal }: WorkerPlanning, { was, stands }: UndoneChange, scope: EventScope) {
  if (stands === null) return [];
  const change = changeOfWorker(seal, was as unknown as KeptWorker, stands);
  return [fileEvent(WORKER_EVENTS, seal, scope, change, 'undoImport')];
}

type Fields = Readonly<Record<string, unknown>>;

const withLikeness = ({ likenessOf }: WorkerPlanning, before: Fields): Fields =>
  'likeness' in before
    ? { ...before, likeness: likenessOf(before['name'] as string, before['birthDate'] as string | null) }
    : before;
