/** What a row changes of a worker who is on the roster. A cell that says nothing changes nothing. */
import { isDeepStrictEqual } from 'node:util';
import { fileEvent } from '../../changes/file-event.ts';
import { partitionId } from '../../counts/materialized-counts.ts';
import { decrypted } from '../../data/field-encryption.ts';
import { atVersion, versionOf } from '../../data/record-version.ts';
import type { ImportScope, Write } from '../../import/import-kind.ts';
import { isReason, membershipAfter, newCards, type KeptMembership } from '../../import/membership-cells.ts';
import type { ImportReason } from '../../import/reasons.ts';
import { bandOf } from '../decile-band.ts';
import { WORKER_EVENTS } from '../lifecycle/worker-event.ts';
import { placeInWorker } from '../sealed-values.ts';
import { sectorOf } from '../sector-of.ts';
import { changeOfWorker } from './change-of-worker.ts';
import type { WorkerRow } from './judge-worker.ts';
import type { KeptWorker, WorkerPlanning } from './worker-planning.ts';

interface Compared {
  readonly kept: KeptWorker;
  readonly record: WorkerRow;
  /** Of the row's NIK. */
  readonly token: string | undefined;
  readonly scope: ImportScope;
}

type Fields = Record<string, unknown>;

/** @returns the change; undefined where there is none; or why there cannot be one */
export function workerChanges(planning: WorkerPlanning, compared: Compared): Write | ImportReason | undefined {
  const { kept, record } = compared;
  const membership = changedMembership(planning, compared);
  if (membership !== undefined && isReason(membership)) return membership;
  const said: Fields = {
    ...plainFields(record),
    ...sealedFields(planning, compared),
    ...standing(compared),
    ...(membership !== undefined && { membership }),
  };
  const changed = Object.keys(said).filter((field) => !isDeepStrictEqual(said[field], kept[field as keyof KeptWorker]));
  const problems = changedProblems(planning, compared, changed);
  if (changed.length === 0 && problems === undefined) return undefined;
  const next = versionOf(kept) + 1;
  const set: Fields = {
    ...Object.fromEntries(changed.map((field) => [field, said[field]])),
    ...likeness(planning, kept, said, changed),
    ...(problems !== undefined && { problems }),
    version: next,
  };
  const before = Object.fromEntries(Object.keys(set).map((field) => [field, kept[field as keyof KeptWorker] ?? null]));
  return {
    collection: 'workers',
    id: kept._id,
    set,
    before,
    expected: atVersion(versionOf(kept)),
    ...newCards(membership, kept.membership),
    left: { version: next },
    partitions: partitionsOf(kept.village, (set['village'] ?? kept.village) as string | null),
    event: fileEvent(WORKER_EVENTS, planning.seal, compared.scope, changeOfWorker(planning.seal, kept, set)),
  };
}

/** Name and birth date are both in it, so that undoing has what it makes the likeness of. */
function likeness({ likenessOf }: WorkerPlanning, kept: KeptWorker, said: Fields, changed: readonly string[]): Fields {
  if (!changed.includes('name') && !changed.includes('birthDate')) return {};
  const name = (said['name'] ?? kept.name) as string;
  const birthDate = (said['birthDate'] ?? kept.birthDate ?? null) as string | null;
  return { name, birthDate, likeness: likenessOf(name, birthDate) };
}

const partitionsOf = (...villages: (string | null)[]): string[] =>
  villages.map((village) => partitionId('workers', village));

function plainFields({
  name,
  birthDate,
  occupation,
  village,
  decileAtEnrolment,
  decileNow,
  ...rest
}: WorkerRow): Fields {
  const { exitReason, enrolledOn, batch } = rest;
  return {
    ...(name !== undefined && { name }),
    ...(birthDate !== undefined && { birthDate }),
    ...(occupation !== undefined && { occupation, sector: sectorOf(occupation) }),
    ...(village !== undefined && { village: village._id, district: village.district }),
    ...(decileAtEnrolment !== undefined && { decileAtEnrolment, decileBand: bandOf(decileAtEnrolment.decile) }),
    ...(decileNow !== undefined && { decileNow }),
    ...(exitReason !== undefined && { exitReason }),
    ...(enrolledOn !== undefined && { enrolledOn }),
    ...(batch !== undefined && { batch }),
  };
}

function sealedFields({ seal, keyOf }: WorkerPlanning, { kept, record, token }: Compared): Fields {
  const { nik, phone } = record;
  const isPhoneNew = phone !== undefined && decrypted(seal, kept.phone, placeInWorker('phone', kept._id)) !== phone;
  return {
    ...(isPhoneNew && { phone: seal.encrypt(phone, placeInWorker('phone', kept._id)) }),
    // A record that never had a valid NIK gets one: from now on it is of a person.
    ...(nik !== undefined &&
      kept.token === null && {
        nik: seal.encrypt(nik, placeInWorker('nik', kept._id)),
        token,
        recordKey: keyOf(token!),
      }),
  };
}

function standing({ kept, record: { status, history }, scope }: Compared): Fields {
  if (history !== undefined) return { ...(status !== undefined && { status }), history };
  if (status === undefined || status === kept.status) return {};
  return { status, history: [...kept.history, { status, on: scope.today }] };
}

function changedMembership(
  planning: WorkerPlanning,
  { kept, record, scope }: Compared,
): KeptMembership | ImportReason | undefined {
  if (record.membership === undefined) return undefined;
  const after = membershipAfter(record.membership, kept.membership, planning, {
    place: placeInWorker('kpj', kept._id),
    today: scope.today,
  });
  return after === kept.membership ? undefined : after;
}

/** A problem goes with the field that is corrected; one that the row states comes. @returns undefined where they stay as they are */
function changedProblems(
  { seal }: WorkerPlanning,
  { kept, record }: Compared,
  changed: readonly string[],
): object[] | undefined {
  const opened = kept.problems.map((problem, at) => ({
    code: problem.code,
    field: problem.field,
    raw: decrypted(seal, problem.raw, placeInWorker(`problems.${at}`, kept._id))!,
  }));
  const left = opened.filter(({ field }) => !changed.includes(field));
  const { problem } = record;
  const isThere = problem === undefined || left.some((each) => isDeepStrictEqual(each, problem));
  const after = isThere ? left : [...left, problem];
  if (after.length === opened.length && isThere) return undefined;
  return after.map(({ raw, ...rest }, at) => ({
    ...rest,
    raw: seal.encrypt(raw, placeInWorker(`problems.${at}`, kept._id)),
  }));
}
