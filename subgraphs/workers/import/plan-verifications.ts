/** Compares rows of verifications with those that are kept. An agency answers what it is asked; who owns the roster also brings new ones. */
import { fileEvent } from '../../changes/file-event.ts';
import type { Correction } from '../../changes/record-event.ts';
import type { FieldEncryption } from '../../data/field-encryption.ts';
import { versionOf } from '../../data/record-version.ts';
import type { ClientSession } from 'mongoose';
import { partitionId } from '../../counts/materialized-counts.ts';
import { keyedBy } from '../../counts/keeps-record-keys.ts';
import {
  rejectedRow,
  sameRow,
  type ImportScope,
  type Judged,
  type RowPlan,
  type Write,
} from '../../import/import-kind.ts';
import { enumWords } from '../../../base/enum-words.ts';
import { nameOf } from '../../import/import-job.ts';
import type { ReasonCode } from '../../import/reasons.ts';
import { answerHoldsUntil } from '../answer-holds-until.ts';
import { followVerifications } from '../keeps-verifiers.ts';
import { WORKER_EVENTS } from '../lifecycle/worker-event.ts';
import type { Verification, Worker } from '../models.ts';
import { bucketOf } from '../bucket-of.ts';
import { ROSTER_OWNER } from '../visible.ts';
import { unanswerableBy } from './closed-records.ts';
import type { VerificationRow } from './judge-verification.ts';
import { recordOfPerson } from './record-of-person.ts';
import type { WorkerPlanning } from './worker-planning.ts';

type Whose = Pick<Worker, '_id' | 'token' | 'verifiers' | 'status' | 'exitReason' | 'version'>;

interface Found {
  readonly workers: ReadonlyMap<string, Whose>;
  readonly byToken: ReadonlyMap<string, readonly Whose[]>;
  readonly byId: ReadonlyMap<string, Verification>;
  /** By worker. */
  readonly asked: ReadonlyMap<string, readonly Verification[]>;
}

/** @returns a plan for each row, in their order */
export async function planVerifications(
  planning: WorkerPlanning,
  rows: readonly Judged<VerificationRow>[],
  scope: ImportScope,
  session: ClientSession,
): Promise<RowPlan[]> {
  const found = await find(planning, rows, scope, session);
  return eachOnce(rows.map(({ line, record }) => planOf(planning, { line, record, scope, found })));
}

/** Rows may name one verification in several ways, by its key and by the person: the first counts, as where they name it in one. */
function eachOnce(plans: readonly RowPlan[]): RowPlan[] {
  const written = new Set<string>();
  return plans.map((plan) => {
    if (plan.writes.some(({ id }) => written.has(id))) return refused('DUPLICATE_IN_FILE', 'row');
    for (const { id } of plan.writes) written.add(id);
    return plan;
  });
}

async function find(
  { models }: WorkerPlanning,
  rows: readonly Judged<VerificationRow>[],
  { agency, tokenOf }: ImportScope,
  session: ClientSession,
): Promise<Found> {
  const own = rows.flatMap(({ record: { id } }) => id ?? []);
  const named = await models.Verification.find({ _id: { $in: own } })
    .session(session)
    .lean<Verification[]>();
  const ids = [...rows.flatMap(({ record: { worker } }) => worker ?? []), ...named.map(({ worker }) => worker)];
  const tokens = rows.flatMap(({ record: { nik } }) => (nik === undefined ? [] : [tokenOf(nik)]));
  const condition = { $or: [{ _id: { $in: ids } }, { token: { $in: tokens } }] };
  const all = await models.Worker.find(condition, { token: 1, verifiers: 1, status: 1, exitReason: 1, version: 1 })
    .session(session)
    .lean<Whose[]>();
  const seen = all.filter(({ verifiers }) => agency === ROSTER_OWNER || verifiers.includes(agency));
  const theirs = await models.Verification.find({ worker: { $in: seen.map(({ _id }) => _id) } })
    .session(session)
    .lean<Verification[]>();
  return {
    workers: new Map(seen.map((worker) => [worker._id, worker])),
    byToken: Map.groupBy(
      seen.filter(({ token }) => token !== null),
      ({ token }) => token!,
    ),
    byId: new Map([...named, ...theirs].map((verification) => [verification._id, verification])),
    asked: Map.groupBy(theirs, ({ worker }) => worker),
  };
}

interface Comparing {
  readonly line: number;
  readonly record: VerificationRow;
  readonly scope: ImportScope;
  readonly found: Found;
}

const refused = (code: ReasonCode, field: string): RowPlan => rejectedRow({ code, field, likely: [] });

function planOf(planning: WorkerPlanning, comparing: Comparing): RowPlan {
  const { record, scope, found } = comparing;
  if (scope.agency !== ROSTER_OWNER && record.agency !== scope.agency) return refused('NOT_YOURS', 'agency');
  const whose = workerOf(record, scope, found);
  if (whose === 'several') return refused('SEVERAL_RECORDS', 'nik');
  if (whose === undefined) return refused('RECORD_UNKNOWN', namedBy(record));
  const kept = keptFor(record, whose._id, found);
  if (kept === 'which') return refused('AGENCY_NEEDED', 'agency');
  if (kept === undefined) return added(planning, comparing, whose);
  if (kept.worker !== whose._id || kept.agency !== (record.agency ?? kept.agency)) return refused('OTHER_PERSON', 'id');
  return changed(planning, whose, { ...comparing, kept });
}

/** The column that says whom a row is about. */
const namedBy = ({ worker, nik }: VerificationRow): string =>
  worker !== undefined ? 'worker' : nik !== undefined ? 'nik' : 'id';

/** By their key, by the person, or by the verification's key alone: another agency's is one that is not there. */
function workerOf(
  { id, worker, nik }: VerificationRow,
  { agency, tokenOf }: ImportScope,
  found: Found,
): Whose | 'several' | undefined {
  if (worker !== undefined) return found.workers.get(worker);
  if (nik !== undefined) return recordOfPerson(found.byToken.get(tokenOf(nik)) ?? []);
  const named = found.byId.get(id!);
  const isOwn = agency === ROSTER_OWNER || named?.agency === agency;
  return named !== undefined && isOwn ? found.workers.get(named.worker) : undefined;
}

/** By its key; without one the latest that the agency was asked about the worker; without an agency the one that is yet to be answered. */
function keptFor(record: VerificationRow, worker: string, { byId, asked }: Found): Verification | 'which' | undefined {
  const { id, agency } = record;
  if (id !== undefined) return byId.get(id);
  const theirs = asked.get(worker) ?? [];
  if (agency === undefined) return onlyOpen(record, theirs);
  return theirs.filter((each) => each.agency === agency).toSorted((a, b) => (requestOf(a) < requestOf(b) ? 1 : -1))[0];
}

/** Where none is open, one that says already what the row says: the same file again changes nothing. */
function onlyOpen(record: VerificationRow, theirs: readonly Verification[]): Verification | 'which' {
  const [open, ...others] = theirs.filter(({ verdict }) => verdict === 'PENDING');
  if (open === undefined) return theirs.find((each) => saysAlready(each, record)) ?? 'which';
  return others.length > 0 ? 'which' : open;
}

const saysAlready = (kept: Verification, record: VerificationRow): boolean =>
  DATED.every((field) => record[field] === undefined || record[field] === kept[field]);

const requestOf = ({ requestedOn, requestedAt = '' }: Verification): string => `${requestedOn} ${requestedAt}`;

function added({ keyOf, seal }: WorkerPlanning, { line, record, scope }: Comparing, whose: Whose): RowPlan {
  const { _id: worker } = whose;
  if (scope.agency !== ROSTER_OWNER) return refused('RECORD_UNKNOWN', 'worker');
  const { agency, verdict } = record;
  if (agency === undefined) return refused('MISSING', 'agency');
  if (verdict === undefined) return refused('MISSING', 'verdict');
  const id = record.id ?? `v-${nameOf(scope.job, line).slice(0, 16)}`;
  const { requestedOn = record.answeredOn ?? scope.today } = record;
  const { answeredOn = null, expiresOn = untilOf(verdict, answeredOn) } = record;
  const disordered = disorderOf({ requestedOn, answeredOn, expiresOn });
  if (disordered !== undefined) return disordered;
  const bucket = bucketOf(worker);
  const recordKey = keyOf(keyedBy({ _id: id }));
  const insert = { _id: id, worker, agency, verdict, requestedOn, answeredOn, expiresOn, bucket, recordKey };
  const left = { verdict, answeredOn, expiresOn };
  const write = {
    collection: 'verifications',
    id,
    about: worker,
    aboutVersion: versionOf(whose),
    insert,
    left,
    partitions: [partitionId('verifications', bucket)],
    event: eventOf(seal, scope, whose, { verification: insert, corrections: [] }),
  };
  return { outcome: 'ADDED', reasons: [], notes: [], writes: [write] };
}

const DATED = ['verdict', 'requestedOn', 'answeredOn', 'expiresOn'] as const;
type Dated = Pick<Verification, (typeof DATED)[number]>;
/** What an agency may find, as the enum `VerificationAnswer` has it. */
const ANSWERS = enumWords('workers', 'VerificationAnswer').values;

interface Changing extends Comparing {
  readonly kept: Verification;
}

function changed({ seal }: WorkerPlanning, whose: Whose, { record, kept, scope }: Changing): RowPlan {
  const after = { ...dated(kept), ...said(record) };
  if (saysAlready(kept, record)) return sameRow([]);
  const closed = unanswerableBy(whose, scope.agency);
  if (closed !== undefined) return rejectedRow(closed);
  if (kept.verdict !== 'PENDING') return refused('ANSWERED', 'verdict');
  const { verdict, answeredOn, expiresOn } = after;
  const owners = { ...after, expiresOn: expiresOn ?? untilOf(verdict, answeredOn) };
  const answer = scope.agency === ROSTER_OWNER ? owners : answerOf(record, kept);
  return 'outcome' in answer
    ? answer
    : (disorderOf(answer) ?? written(kept, answer, versionOf(whose), (done) => eventOf(seal, scope, whose, done)));
}

/** No answer holds for ever. */
const untilOf = (verdict: string, answeredOn: string | null): string | null =>
  verdict === 'PENDING' || answeredOn === null ? null : answerHoldsUntil(answeredOn);

const dated = ({ verdict, requestedOn, answeredOn, expiresOn }: Verification): Dated => ({
  verdict,
  requestedOn,
  answeredOn,
  expiresOn,
});

const said = (record: VerificationRow): Partial<Dated> =>
  Object.fromEntries(DATED.filter((field) => record[field] !== undefined).map((field) => [field, record[field]]));

/** What the agency that was asked may say by a file: what it may say by `answerVerification`, and on which day it found that. */
function answerOf(
  { verdict, requestedOn, answeredOn, expiresOn }: VerificationRow,
  kept: Verification,
): Dated | RowPlan {
  if (requestedOn !== undefined && requestedOn !== kept.requestedOn) return refused('NOT_YOURS', 'requestedOn');
  if (verdict === undefined || !ANSWERS.includes(verdict)) return refused('VALUE_UNKNOWN', 'verdict');
  const until = answerHoldsUntil(answeredOn!);
  if (expiresOn !== undefined && expiresOn !== until) return refused('EXPIRY_COMPUTED', 'expiresOn');
  return { verdict, requestedOn: kept.requestedOn, answeredOn: answeredOn!, expiresOn: until };
}

/** A verification is requested, then answered, then it expires. @returns why a row is not taken that has another order */
function disorderOf({ requestedOn, answeredOn, expiresOn }: Omit<Dated, 'verdict'>): RowPlan | undefined {
  if (answeredOn !== null && answeredOn < requestedOn) return refused('DATE_ORDER', 'answeredOn');
  if (expiresOn !== null && expiresOn < (answeredOn ?? requestedOn)) return refused('DATE_ORDER', 'expiresOn');
  return undefined;
}

/** What a row does to one verification. */
interface Done {
  readonly verification: Pick<Verification, 'agency' | 'verdict' | 'requestedOn' | 'answeredOn'>;
  readonly corrections: readonly Correction[];
}

/**
 * The event that the mutation leaves, on the worker, whose record stays as it is. An answer is the asked agency's, whoever brings it, so that those see it who
 * see `answerVerification`.
 */
function eventOf(
  seal: FieldEncryption,
  scope: ImportScope,
  { status, ...whose }: Whose,
  { verification: { agency, verdict, requestedOn, answeredOn }, corrections }: Done,
): NonNullable<Write['event']> {
  const change = { subject: whose._id, from: status, to: status, version: versionOf(whose), corrections };
  if (verdict === 'PENDING')
    return fileEvent(WORKER_EVENTS, seal, scope, { ...change, on: requestedOn }, 'requestVerification');
  const answer = { ...change, agency, on: answeredOn ?? scope.today, own: { verdict } };
  return fileEvent(WORKER_EVENTS, seal, scope, answer, 'answerVerification');
}

function written(
  kept: Verification,
  after: Dated,
  aboutVersion: number,
  event: (done: Done) => NonNullable<Write['event']>,
): RowPlan {
  const fields = DATED.filter((field) => after[field] !== kept[field]);
  // What an answer fills was empty; the request is what stood there.
  const correctionOf = (field: keyof Dated): Correction[] =>
    field === 'requestedOn' ? [{ field, before: kept[field], after: after[field] }] : [];
  const { verdict, answeredOn, expiresOn } = after;
  const write: Write = {
    collection: 'verifications',
    id: kept._id,
    aboutVersion,
    set: Object.fromEntries(fields.map((field) => [field, after[field]])),
    before: Object.fromEntries(fields.map((field) => [field, kept[field]])),
    left: { verdict, answeredOn, expiresOn },
    partitions: [partitionId('verifications', kept.bucket)],
    event: event({ verification: { ...after, agency: kept.agency }, corrections: fields.flatMap(correctionOf) }),
  };
  return { outcome: 'CHANGED', reasons: [], notes: [], writes: [write] };
}

/** Keeps the workers' `verifiers` in step with verifications that came or went, within the transaction. */
export async function settleVerifiers(
  { models }: WorkerPlanning,
  writes: readonly Write[],
  session: ClientSession,
): Promise<void> {
  const workers = writes.flatMap(({ collection, set, about }) =>
    collection === 'verifications' && set === undefined && about !== undefined ? [about] : [],
  );
  const [verifications, people] = [models.Verification.collection, models.Worker.collection];
  await followVerifications(verifications as never, people as never, [...new Set(workers)], session);
}
