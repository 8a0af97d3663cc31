/** Compares rows of members with those that are kept, of the groups that the agency owns: it sees and changes no other. */
import type { ClientSession } from 'mongoose';
import { nameOf } from '../../import/import-job.ts';
import { withoutTakenCards } from '../../import/card-claims.ts';
import { restoredRecord } from '../../import/restored-record.ts';
import { claimOf } from '../../import/membership-cells.ts';
import { placeInMember, SEALED_OF_MEMBERS } from '../sealed-values.ts';
import {
  rejectedRow,
  sameRow,
  type ImportKind,
  type ImportScope,
  type Judged,
  type RowPlan,
} from '../../import/import-kind.ts';
import type { ReasonCode } from '../../import/reasons.ts';
import { MEMBER_EVENTS } from '../lifecycle/member-event.ts';
import type { Member } from '../models.ts';
import { judgeMember, MEMBER_FIELDS, type MemberRow } from './judge-member.ts';
import type { MemberPlanning } from './member-planning.ts';
import { memberChanges, newMember, undoneMember } from './member-writes.ts';

/** @returns `MEMBERS` */
export function memberImports(planning: MemberPlanning): ImportKind[] {
  const members: ImportKind<MemberRow> = {
    name: 'MEMBERS',
    fields: MEMBER_FIELDS,
    closedTo: () => [],
    judge: judgeMember,
    plan: (rows, scope, session) => planMembers(planning, rows, scope, session),
    sealed: SEALED_OF_MEMBERS[0]!,
    restored: restoredRecord(planning, (id) => placeInMember('kpj', id)),
    history: MEMBER_EVENTS,
    eventsOfUndone: (undone, scope) => Promise.resolve(undone.flatMap((each) => undoneMember(planning, each, scope))),
  };
  return [members as ImportKind];
}

interface Found {
  /** Kinds of the agency's groups. */
  readonly owned: ReadonlySet<string>;
  readonly byId: ReadonlyMap<string, Member>;
  readonly byToken: ReadonlyMap<string, readonly Member[]>;
  /** Ids that somebody has, whether the agency may see them or not. */
  readonly taken: ReadonlySet<string>;
}

async function planMembers(
  planning: MemberPlanning,
  rows: readonly Judged<MemberRow>[],
  scope: ImportScope,
  session: ClientSession,
): Promise<RowPlan[]> {
  const found = await find(planning, rows, scope, session);
  const plans = rows.map(({ line, record }) => planOf(planning, { line, record, scope, found }));
  return withoutTakenCards(plans, planning.models.Member.collection as never, session);
}

const ownId = (job: string, line: number): string => `m-${nameOf(job, line).slice(0, 16)}`;

async function find(
  { models }: MemberPlanning,
  rows: readonly Judged<MemberRow>[],
  { agency, job, tokenOf }: ImportScope,
  session: ClientSession,
): Promise<Found> {
  const owned = new Set<string>(await models.Group.distinct('_id', { owner: agency }));
  const ids = rows.map(({ line, record }) => record.id ?? ownId(job, line));
  const tokens = rows.flatMap(({ record: { nik } }) => (nik === undefined ? [] : [tokenOf(nik)]));
  const condition = { $or: [{ _id: { $in: ids } }, { token: { $in: tokens } }] };
  const options = { session, promoteBuffers: true };
  const named = (await models.Member.collection.find(condition as never, options).toArray()) as unknown as Member[];
  const seen = named.filter(({ group }) => owned.has(group));
  return {
    owned,
    byId: new Map(seen.map((member) => [member._id, member])),
    byToken: Map.groupBy(
      seen.filter(({ token }) => token !== null),
      ({ token }) => token!,
    ),
    taken: new Set(named.map(({ _id }) => _id)),
  };
}

interface Comparing {
  readonly line: number;
  readonly record: MemberRow;
  readonly scope: ImportScope;
  readonly found: Found;
}

const refused = (code: ReasonCode, field: string): RowPlan => rejectedRow({ code, field, likely: [] });

function planOf(planning: MemberPlanning, { line, record, scope, found }: Comparing): RowPlan {
  if (record.group !== undefined && !found.owned.has(record.group)) return refused('NOT_YOURS', 'group');
  const token = record.nik === undefined ? null : scope.tokenOf(record.nik);
  const id = record.id ?? ownId(scope.job, line);
  const kept = keptFor(record, id, token, found);
  if (kept === 'several') return refused('SEVERAL_RECORDS', 'nik');
  if (kept === undefined) {
    // A key that somebody has in a group of another agency is not told apart from one that does not fit.
    if (found.taken.has(id)) return refused('RECORD_UNKNOWN', 'id');
    const missing = MISSING.filter((field) => record[field] === undefined);
    if (missing.length > 0)
      return rejectedRow(...missing.map((field) => ({ code: 'MISSING', field, likely: [] }) as const));
    const write = newMember(planning, { id, token: token!, record, scope });
    if ('code' in write) return rejectedRow(write);
    const claim = claimOf(record.membership, planning, { _id: id, token });
    return { outcome: 'ADDED', reasons: [], notes: [], writes: [write], ...claim };
  }
  if (token !== null && kept.token !== null && kept.token !== token) return refused('OTHER_PERSON', 'id');
  const write = memberChanges(planning, { kept, record, token, scope });
  if (write !== undefined && 'code' in write) return rejectedRow(write);
  const claim = claimOf(record.membership, planning, { _id: kept._id, token: token ?? kept.token });
  if (write === undefined) return { ...sameRow([]), ...claim };
  return { outcome: 'CHANGED', reasons: [], notes: [], writes: [write], ...claim };
}

/** What a new member needs. */
const MISSING = ['nik', 'name', 'group', 'unit', 'termFrom'] as const;

function keptFor(
  { group }: MemberRow,
  id: string,
  token: string | null,
  { byId, byToken }: Found,
): Member | 'several' | undefined {
  const named = byId.get(id);
  if (named !== undefined || token === null) return named;
  const same = (byToken.get(token) ?? []).filter((member) => group === undefined || member.group === group);
  return same.length > 1 ? 'several' : same[0];
}
