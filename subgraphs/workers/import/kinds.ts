/** The kinds of import that the roster takes. */
import type { ImportKind } from '../../import/import-kind.ts';
import { ROSTER_OWNER } from '../visible.ts';
import { heldWorkers } from './held-workers.ts';
import { judgeVerification, VERIFICATION_FIELDS, type VerificationRow } from './judge-verification.ts';
import { judgeWorker, type WorkerRow } from './judge-worker.ts';
import { planVerifications, settleVerifiers } from './plan-verifications.ts';
import { planWorkers } from './plan-workers.ts';
import type { WorkerPlanning } from './worker-planning.ts';
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
    held: (ids, session) => heldWorkers(planning.models, ids, session),
  };
  const verifications: ImportKind<VerificationRow> = {
    name: 'VERIFICATIONS',
    fields: VERIFICATION_FIELDS,
    closedTo: () => [],
    needs: (agency) => (agency === ROSTER_OWNER ? undefined : 'verification:answer'),
    judge: judgeVerification,
    plan: (rows, scope, session) => planVerifications(planning, rows, scope, session),
    settle: (writes, session) => settleVerifiers(planning, writes, session),
  };
  return [workers as ImportKind, verifications as ImportKind];
}

type Fields = Readonly<Record<string, unknown>>;

const withLikeness = ({ likenessOf }: WorkerPlanning, before: Fields): Fields =>
  'likeness' in before
    ? { ...before, likeness: likenessOf(before['name'] as string, before['birthDate'] as string | null) }
    : before;
