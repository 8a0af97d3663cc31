/** The documents of a person who is new on the roster. */
import { partitionId } from '../../counts/materialized-counts.ts';
import { keyedBy } from '../../counts/keeps-record-keys.ts';
import { fileEvent } from '../../changes/file-event.ts';
import { FIRST_VERSION } from '../../data/record-version.ts';
import type { ImportScope, Write } from '../../import/import-kind.ts';
import { isReason, membershipAfter, newCards } from '../../import/membership-cells.ts';
import type { ImportReason } from '../../import/reasons.ts';
import { bandOf } from '../decile-band.ts';
import { WORKER_EVENTS } from '../lifecycle/worker-event.ts';
import { placeInWorker } from '../sealed-values.ts';
import { sectorOf } from '../sector-of.ts';
import { ROSTER_OWNER } from '../visible.ts';
import type { WorkerRow } from './judge-worker.ts';
import type { WorkerPlanning } from './worker-planning.ts';

const NEEDED = ['nik', 'name', 'occupation', 'village'] as const;

/** @returns what a new person lacks: a field that the row itself calls faulty is not asked for, but the name and the occupation always are */
export function missingOf(record: WorkerRow): ImportReason[] {
  const isWaived = (field: string): boolean =>
    record.problem?.field === field && (field === 'nik' || field === 'village');
  return NEEDED.filter((field) => record[field] === undefined && !isWaived(field)).map((field) => ({
    code: 'MISSING',
    field,
    likely: [],
  }));
}

interface Newcomer {
  readonly id: string;
  readonly token: string | null;
  readonly record: WorkerRow;
  readonly scope: ImportScope;
}

/** @returns the worker, whom the agency that proposes them sees from then on; or why there cannot be one */
export function newWorker(planning: WorkerPlanning, newcomer: Newcomer): Write | ImportReason {
  const { id, token, record, scope } = newcomer;
  const { seal, keyOf } = planning;
  const membership = record.membership
    ? membershipAfter(record.membership, null, planning, { place: placeInWorker('kpj', id), today: scope.today })
    : null;
  if (membership !== null && isReason(membership)) return membership;
  const proposedBy = scope.agency === ROSTER_OWNER ? undefined : scope.agency;
  const verifiers = proposedBy === undefined ? [] : [proposedBy];
  const sealed = (field: string, text: string | undefined): Uint8Array | null =>
    text === undefined ? null : seal.encrypt(text, placeInWorker(field, id));
  const { problem, village } = record;
  const insert = {
    _id: id,
    name: record.name!,
    nik: sealed('nik', record.nik),
    phone: sealed('phone', record.phone),
    token,
    birthDate: record.birthDate ?? null,
    likeness: planning.likenessOf(record.name!, record.birthDate ?? null),
    ...standing(record, scope.today),
    village: village?._id ?? null,
    district: village?.district ?? null,
    membership,
    problems: problem === undefined ? [] : [{ ...problem, raw: sealed('problems.0', problem.raw) }],
    verifiers,
    ...(proposedBy !== undefined && { proposedBy }),
    version: FIRST_VERSION,
    recordKey: keyOf(keyedBy({ _id: id, token })),
  };
  return {
    collection: 'workers',
    id,
    insert,
    event: cameWith(planning, insert, scope),
    ...newCards(membership, null),
    left: { version: FIRST_VERSION, verifiers },
    partitions: [partitionId('workers', insert.village)],
  };
}

/** The first event of a record: which agency, which job and who. */
const cameWith = ({ seal }: WorkerPlanning, { _id, status, version }: Came, scope: ImportScope) =>
  fileEvent(WORKER_EVENTS, seal, scope, { subject: _id, from: null, to: status, version, corrections: [] });

interface Came {
  readonly _id: string;
  readonly status: string;
  readonly version: number;
}

function standing(record: WorkerRow, today: string) {
  const enrolledOn = record.enrolledOn ?? today;
  const status = record.status ?? 'PROPOSED';
  const { decileAtEnrolment = null, decileNow = null } = record;
  return {
    occupation: record.occupation!,
    sector: sectorOf(record.occupation!),
    decileAtEnrolment,
    decileNow: decileNow ?? decileAtEnrolment,
    decileBand: decileAtEnrolment === null ? 'UNKNOWN' : bandOf(decileAtEnrolment.decile),
    status,
    exitReason: record.exitReason ?? null,
    history: record.history ?? [{ status, on: enrolledOn }],
    enrolledOn,
    batch: record.batch ?? enrolledOn.slice(0, 7),
  };
}
