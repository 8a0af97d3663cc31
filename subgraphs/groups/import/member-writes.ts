/** The document of a new member, and what a row changes of one who is kept. A cell that says nothing changes nothing. */
import { isDeepStrictEqual } from 'node:util';
import { partitionId } from '../../counts/materialized-counts.ts';
import { keyedBy } from '../../counts/keeps-record-keys.ts';
import { atVersion, FIRST_VERSION, versionOf } from '../../data/record-version.ts';
import { fileEvent } from '../../changes/file-event.ts';
import type { EventScope, UndoneChange, Write } from '../../import/import-kind.ts';
import { isReason, membershipAfter, newCards } from '../../import/membership-cells.ts';
import type { ImportReason } from '../../import/reasons.ts';
import { MEMBER_EVENTS } from '../lifecycle/member-event.ts';
import type { Member } from '../models.ts';
import { placeInMember } from '../sealed-values.ts';
import { changeOfMember } from './change-of-member.ts';
import type { MemberRow } from './judge-member.ts';
import type { MemberPlanning } from './member-planning.ts';

interface Newcomer {
  readonly id: string;
  readonly token: string;
  readonly record: MemberRow;
  readonly scope: EventScope;
}

/** @returns the member, or why there cannot be one */
export function newMember(planning: MemberPlanning, { id, token, record, scope }: Newcomer): Write | ImportReason {
  const { seal, keyOf } = planning;
  const membership =
    record.membership === undefined
      ? null
      : membershipAfter(record.membership, null, planning, { place: placeInMember('kpj', id), today: scope.today });
  if (membership !== null && isReason(membership)) return membership;
  const { village } = record;
  const insert = {
    _id: id,
    name: record.name!,
    nik: seal.encrypt(record.nik!, placeInMember('nik', id)),
    token,
    birthDate: record.birthDate ?? null,
    group: record.group!,
    unit: record.unit!,
    village: village?._id ?? null,
    district: village?.district ?? null,
    status: record.status ?? 'ACTIVE',
    termFrom: record.termFrom!,
    termTo: record.termTo ?? null,
    membership,
    version: FIRST_VERSION,
    recordKey: keyOf(keyedBy({ _id: id, token })),
  };
  const partitions = [partitionId('members', insert.village)];
  const event = { subject: id, from: null, to: insert.status, version: FIRST_VERSION, corrections: [] };
  return {
    collection: 'members',
    id,
    insert,
    event: fileEvent(MEMBER_EVENTS, seal, scope, event),
    ...newCards(membership, null),
    left: { version: FIRST_VERSION },
    partitions,
  };
}

const PLAIN = ['name', 'birthDate', 'group', 'unit', 'status', 'termFrom', 'termTo'] as const;

interface Compared {
  readonly kept: Member;
  readonly record: MemberRow;
  /** Of the row's NIK. */
  readonly token: string | null;
  readonly scope: EventScope;
}

type Fields = Readonly<Record<string, unknown>>;

/** @returns the change; undefined where there is none; or why there cannot be one */
export function memberChanges(planning: MemberPlanning, compared: Compared): Write | ImportReason | undefined {
  const { kept, record, scope } = compared;
  const bounds = { place: placeInMember('kpj', kept._id), today: scope.today };
  const membership = record.membership && membershipAfter(record.membership, kept.membership, planning, bounds);
  if (membership !== undefined && isReason(membership)) return membership;
  const said: Fields = {
    ...saidBy(planning, compared),
    ...(membership !== undefined && membership !== kept.membership && { membership }),
  };
  const fields = Object.keys(said).filter((field) => !isDeepStrictEqual(said[field], kept[field as keyof Member]));
  if (fields.length === 0) return undefined;
  const next = versionOf(kept) + 1;
  const set = { ...Object.fromEntries(fields.map((field) => [field, said[field]])), version: next };
  const villages = [kept.village, (said['village'] ?? kept.village) as string | null];
  return {
    collection: 'members',
    id: kept._id,
    set,
    before: Object.fromEntries(Object.keys(set).map((field) => [field, kept[field as keyof Member] ?? null])),
    expected: atVersion(versionOf(kept)),
    ...newCards(membership, kept.membership),
    left: { version: next },
    partitions: villages.map((village) => partitionId('members', village)),
    event: fileEvent(MEMBER_EVENTS, planning.seal, scope, changeOfMember(planning.seal, kept, set)),
  };
}

/** @returns the fields that the row says, but for the membership */
function saidBy({ seal, keyOf }: MemberPlanning, { kept, record, token }: Compared): Fields {
  return {
    ...Object.fromEntries(PLAIN.filter((field) => record[field] !== undefined).map((field) => [field, record[field]])),
    ...(record.village !== undefined && { village: record.village._id, district: record.village.district }),
    // A record that never had a valid NIK gets one: from now on it is of a person.
    ...(token !== null &&
      kept.token === null && {
        nik: seal.encrypt(record.nik!, placeInMember('nik', kept._id)),
        token,
        recordKey: keyOf(token),
      }),
  };
}

/** @returns what is written down of a member who is changed back; of one who is gone nothing */
export const undoneMember = ({ seal }: MemberPlanning, { was, stands }: UndoneChange, scope: EventScope) =>
  stands === null
    ? []
    : [fileEvent(MEMBER_EVENTS, seal, scope, changeOfMember(seal, was as unknown as Member, stands), 'undoImport')];
