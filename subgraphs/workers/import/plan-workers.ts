/**
 * Compares rows of workers with the roster: who is new, who has changed, who is the same. Nobody is found whom the agency may not see, so an
 * import does not tell whether somebody is on the roster: for such a person a record is added, and who owns the roster finds both by the token.
 */
import type { ClientSession } from 'mongoose';
import type { DatabaseConnection } from '../../data/database.ts';
import { exchangeOf } from '../../counts/token-exchange.ts';
import {
  rejectedRow,
  sameRow,
  type ImportScope,
  type Judged,
  type NoteCode,
  type RowPlan,
} from '../../import/import-kind.ts';
import { nameOf } from '../../import/import-job.ts';
import { withoutTakenCards } from '../../import/card-claims.ts';
import { claimOf } from '../../import/membership-cells.ts';
import type { WorkerModels } from '../models.ts';
import { ROSTER_OWNER } from '../visible.ts';
import { isTwin, type WorkerRow } from './judge-worker.ts';
import { closedTo, isNamedAfterEnd } from './closed-records.ts';
import { missingOf, newWorker } from './new-worker.ts';
import { recordOfPerson } from './record-of-person.ts';
import type { KeptWorker, WorkerPlanning } from './worker-planning.ts';
import { workerChanges } from './worker-changes.ts';

interface Found {
  readonly byId: ReadonlyMap<string, KeptWorker>;
  readonly byToken: ReadonlyMap<string, readonly KeptWorker[]>;
  /** Ids that somebody has, whether the agency may see them or not. */
  readonly taken: ReadonlySet<string>;
  /** Tokens of people whom the other programme pays for; empty for who does not own the roster. */
  readonly others: ReadonlySet<string>;
}

/** @returns a plan for each row, in their order */
export async function planWorkers(
  planning: WorkerPlanning,
  rows: readonly Judged<WorkerRow>[],
  scope: ImportScope,
  session: ClientSession,
): Promise<RowPlan[]> {
  const found = await find(planning, rows, scope, session);
  const plans = rows.map(({ line, record }) => planOf(planning, { line, record, scope, found }));
  return withoutTakenCards(plans, planning.models.Worker.collection as never, session);
}

/** @returns the id of a record that a row adds which has no key of its own: the same each time that the file is imported */
const ownId = (job: string, line: number): string => `w-${nameOf(job, line).slice(0, 16)}`;

async function find(
  { connection, models }: WorkerPlanning,
  rows: readonly Judged<WorkerRow>[],
  { agency, job, tokenOf }: ImportScope,
  session: ClientSession,
): Promise<Found> {
  const ids = rows.map(({ line, record }) => record.id ?? ownId(job, line));
  const tokens = rows.flatMap(({ record: { nik } }) => (nik === undefined ? [] : [tokenOf(nik)]));
  const named = await read(models, { $or: [{ _id: { $in: ids } }, { token: { $in: tokens } }] }, session);
  const seen = named.filter(({ verifiers }) => agency === ROSTER_OWNER || verifiers.includes(agency));
  const others = agency === ROSTER_OWNER ? await tokensOfOthers(connection, tokens) : new Set<string>();
  return {
    byId: new Map(seen.map((worker) => [worker._id, worker])),
    byToken: Map.groupBy(
      seen.filter(({ token }) => token !== null),
      ({ token }) => token!,
    ),
    taken: new Set(named.map(({ _id }) => _id)),
    others,
  };
}

const read = async (models: WorkerModels, condition: object, session: ClientSession): Promise<KeptWorker[]> =>
  (await models.Worker.collection
    .find(condition, { session, promoteBuffers: true })
    .toArray()) as unknown as KeptWorker[];

/** Outside of the transaction: it is another agency's word, and a note. */
async function tokensOfOthers(connection: DatabaseConnection, tokens: readonly string[]): Promise<Set<string>> {
  const published = exchangeOf(connection).tokens('groups');
  const found = await published.find({ _id: { $in: [...tokens] } }, { projection: { _id: 1 } }).toArray();
  return new Set(found.map(({ _id }) => _id));
}

interface Comparing {
  readonly line: number;
  readonly record: WorkerRow;
  readonly scope: ImportScope;
  readonly found: Found;
}

function planOf(planning: WorkerPlanning, { line, record, scope, found }: Comparing): RowPlan {
  const token = record.nik === undefined ? undefined : scope.tokenOf(record.nik);
  const notes: NoteCode[] = token !== undefined && found.others.has(token) ? ['IN_OTHER_PROGRAMME'] : [];
  const id = record.id ?? ownId(scope.job, line);
  const kept = keptFor(record, id, token, found);
  if (kept === 'several') return rejectedRow({ code: 'SEVERAL_RECORDS', field: 'nik', likely: [] });
  if (kept === undefined) return added(planning, { line, record, scope, found }, { id, token: token ?? null, notes });
  if (token !== undefined && kept.token !== null && kept.token !== token)
    return rejectedRow({ code: 'OTHER_PERSON', field: 'id', likely: [] });
  const write = workerChanges(planning, { kept, record, token, scope });
  if (write !== undefined && 'code' in write) return rejectedRow(write);
  const closed = write === undefined ? undefined : closedTo(kept, scope.agency);
  if (closed !== undefined) return rejectedRow(closed);
  const claim = claimOf(record.membership, planning, { _id: kept._id, token: token ?? kept.token });
  if (write === undefined) {
    const ended: NoteCode[] = isNamedAfterEnd(kept, record.status) ? ['RECORD_ENDED'] : [];
    return { ...sameRow([...notes, ...ended]), ...claim };
  }
  return { outcome: 'CHANGED', reasons: [], notes, writes: [write], ...claim };
}

/** The record that a row is about: by its key, or by the person. */
function keptFor(
  record: WorkerRow,
  id: string,
  token: string | undefined,
  { byId, byToken }: Found,
): KeptWorker | 'several' | undefined {
  const named = byId.get(id);
  if (named !== undefined || token === undefined || isTwin(record)) return named;
  return recordOfPerson(byToken.get(token) ?? []);
}

function added(
  planning: WorkerPlanning,
  { record, scope, found }: Comparing,
  { id, token, notes }: { readonly id: string; readonly token: string | null; readonly notes: readonly NoteCode[] },
): RowPlan {
  // A key is the roster's: who does not own it can only name records that they see.
  if (record.id !== undefined && (scope.agency !== ROSTER_OWNER || found.taken.has(id)))
    return rejectedRow({ code: 'RECORD_UNKNOWN', field: 'id', likely: [] });
  const missing = missingOf(record);
  if (missing.length > 0) return rejectedRow(...missing);
  const write = newWorker(planning, { id, token, record, scope });
  if ('code' in write) return rejectedRow(write);
  const claim = claimOf(record.membership, planning, { _id: id, token });
  return { outcome: 'ADDED', reasons: [], notes, writes: [write], ...claim };
}
