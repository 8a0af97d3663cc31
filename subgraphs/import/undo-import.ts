/**
 * Takes back what a job did, the latest batch first, where nobody has changed it since. A call takes back some batches, so that it is answered in
 * time; it is called again until the job is UNDONE. What somebody has changed is left, counted and named; so is what
 * something else hangs or rests on since. What is changed back leaves an event.
 */
import { EJSON } from 'bson';
import type { ClientSession } from 'mongoose';
import { sealedAnew } from './before-image.ts';
import { importFault } from './errors.ts';
import { releaseRejected } from './follow-rejected.ts';
import { placeOfBefore, type ImportBatch, type ImportJob, type LeftRow } from './import-job.ts';
import { importKindOf, ownJob, type ImportParts } from './import-parts.ts';
import type { ImportCaller } from './import-rights.ts';
import type { BatchChange, EventScope, ImportKind, UndoneChange, Write } from './import-kind.ts';
import { standingChanges, type StandingChange } from './standing-changes.ts';
import { decrypted } from '../data/field-encryption.ts';
import { FIRST_VERSION } from '../data/record-version.ts';
import { inTransaction } from '../data/in-transaction.ts';

/** Batches of one call. */
const BATCHES = 4;
/** Rows that were left of which the job keeps the names. */
const MOST_LEFT = 1_000;

/** @returns the job, UNDOING while there is more to take back @throws CodedError of `importErrors` */
export async function undoImport(parts: ImportParts, caller: ImportCaller, id: string): Promise<ImportJob> {
  let job = await ownJob(parts, caller, id);
  if (job.state === 'UNDONE') return job;
  if (job.apply === null) throw importFault('IMPORT_STATE', `expected a job that was applied, it is ${job.state}`);
  const scope = { agency: job.agency, job: id, by: caller.sub, today: await parts.today() };
  for (let done = 0; done < BATCHES && job.state !== 'UNDONE'; done++) job = await undoBatch(parts, job, scope);
  if (job.state === 'UNDONE') await parts.marks.flush();
  return job;
}

async function undoBatch(parts: ImportParts, { _id }: ImportJob, undoing: Omit<EventScope, 'at'>): Promise<ImportJob> {
  const scope = { ...undoing, at: new Date(parts.now()).toISOString() };
  const { ImportJob: jobs, ImportBatch: batches } = parts.models;
  let partitions: readonly string[] = [];
  try {
    return await inTransaction(parts.connection, async (session) => {
      const job = (await jobs.findOne({ _id }).session(session).lean<ImportJob>())!;
      const batch = await batches
        .findOne({ job: _id, pass: 'APPLY', isUndone: false })
        .sort({ number: -1 })
        .session(session)
        .lean<ImportBatch>();
      partitions = batch?.changes.flatMap((each) => each.partitions) ?? [];
      const undone = batch === null ? NONE_UNDONE : await undo(parts, scope, { batch, job }, session);
      const after: ImportJob = {
        ...job,
        state: batch === null ? 'UNDONE' : 'UNDOING',
        updatedAt: new Date().toISOString(),
        undone: job.undone + undone.rows,
        leftAlone: job.leftAlone + undone.left,
        left: firstOf([...(job.left ?? []), ...undone.named]),
        ...(batch === null && { rejectedKept: 0 }),
      };
      if (batch === null) {
        await parts.models.RejectedRow.collection.deleteMany({ job: _id }, { session });
        await releaseRejected(parts.models, job, session);
      }
      await jobs.collection.replaceOne({ _id: _id as never }, after, { session });
      return after;
    });
  } finally {
    await parts.marks.add(partitions);
  }
}

const firstOf = (rows: readonly LeftRow[]): LeftRow[] => rows.toSorted((a, b) => a.line - b.line).slice(0, MOST_LEFT);

/** What became of the rows of a batch. */
interface UndoneRows {
  /** Taken back. */
  readonly rows: number;
  readonly left: number;
  /** Those that were left whose line is known. */
  readonly named: readonly LeftRow[];
}

const NONE_UNDONE: UndoneRows = { rows: 0, left: 0, named: [] };

interface Undoing {
  readonly batch: ImportBatch;
  readonly job: ImportJob;
}

async function undo(
  parts: ImportParts,
  scope: EventScope,
  { batch, job }: Undoing,
  session: ClientSession,
): Promise<UndoneRows> {
  const kind = importKindOf(parts, job.kind);
  const earlier = await standingChanges(parts.models, job, batch, session);
  const held = (await kind.held?.(batch.changes, job._id, session)) ?? new Set();
  const { undone, left } = await takeBack(parts, kind, batch, { held, session });
  await kind.settle?.(batch.changes.map(asWrite), session);
  await followEarlier(parts, earlier, undone, session);
  await writeHistory(parts, kind, { undone, scope }, session);
  const done = { $set: { isUndone: true, before: null } };
  await parts.models.ImportBatch.collection.updateOne({ _id: batch._id as never }, done, { session });
  // A row that did something in an earlier run too is counted when that is taken back.
  const isLast = ({ id, line }: BatchChange): boolean => earlier.get(id)?.change.line !== line || line === undefined;
  const rows = batch.changes.filter((change) => isLast(change) && !left.has(change)).length;
  const leftRows = [...left].filter(([change]) => isLast(change));
  return { rows, left: leftRows.length, named: leftRows.flatMap(([change, why]) => nameOf(change, why)) };
}

const nameOf = ({ id: record, line }: BatchChange, why: LeftRow['why']): LeftRow[] =>
  line === undefined ? [] : [{ line, record, why }];

const asWrite = ({ collection, id, about, added, left, partitions }: BatchChange): Write => ({
  collection,
  id,
  ...(about !== null && { about }),
  ...(!added && { set: {} }),
  left,
  partitions,
});

interface TakenBack {
  readonly undone: readonly (UndoneChange & { readonly change: BatchChange })[];
  /** What was left, and why. */
  readonly left: ReadonlyMap<BatchChange, LeftRow['why']>;
}

/** Latest first, so that what hangs on a record goes before it. */
async function takeBack(
  { connection, seal }: ImportParts,
  kind: ImportKind,
  batch: ImportBatch,
  { held, session }: { readonly held: ReadonlySet<string>; readonly session: ClientSession },
): Promise<TakenBack> {
  const text = decrypted(seal, batch.before, placeOfBefore(batch._id));
  const before = text === null ? [] : (EJSON.parse(text) as (Record<string, unknown> | null)[]);
  const undone: TakenBack['undone'][number][] = [];
  const left = new Map<BatchChange, LeftRow['why']>();
  for (const [at, change] of [...batch.changes.entries()].reverse()) {
    const { collection: name, id, added } = change;
    const collection = connection.collection<{ _id: string }>(name);
    const asLeft = { _id: id, ...change.left } as never;
    if (held.has(id)) {
      const isAsLeft = (await collection.findOne(asLeft, { session })) !== null;
      left.set(change, isAsLeft ? 'RESTED_ON' : 'CHANGED_SINCE');
      continue;
    }
    const stands = added ? null : standing(change, sealedAnew(before[at] ?? {}, id, kind, seal));
    const was =
      stands === null
        ? await collection.findOneAndDelete(asLeft, { session, promoteBuffers: true })
        : await collection.findOneAndUpdate(asLeft, { $set: stands }, { session, promoteBuffers: true });
    if (was === null) left.set(change, 'CHANGED_SINCE');
    else undone.push({ change, was, stands });
  }
  return { undone, left };
}

/** What stood there stands again, as a version of its own. */
function standing({ left }: BatchChange, stood: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const version = left['version'];
  return { ...stood, ...(typeof version === 'number' && { version: version + FIRST_VERSION }) };
}

/** Where an earlier batch of the job left the version that stood there, it has left the one that stands there again. */
async function followEarlier(
  { models }: ImportParts,
  earlier: ReadonlyMap<string, StandingChange>,
  undone: TakenBack['undone'],
  session: ClientSession,
): Promise<void> {
  for (const { change, stands } of undone) {
    const before = earlier.get(change.id);
    if (before === undefined || stands?.['version'] === undefined) continue;
    const [stood, left] = [Number(change.left['version']) - FIRST_VERSION, before.change.left];
    if (left['version'] !== stood) continue;
    const renewed = { $set: { [`changes.${before.at}.left.version`]: stands['version'] } };
    await models.ImportBatch.collection.updateOne({ _id: before.batch as never }, renewed, { session });
  }
}

/** Events of what was taken back; a record that is gone has no history any more. */
async function writeHistory(
  { connection }: ImportParts,
  { history, eventsOfUndone }: ImportKind,
  { undone, scope }: { readonly undone: readonly UndoneChange[]; readonly scope: EventScope },
  session: ClientSession,
): Promise<void> {
  const gone = undone.flatMap(({ was, stands }) => (stands === null ? [was['_id']] : []));
  if (history !== undefined && gone.length > 0)
    await connection.collection(history.events).deleteMany({ [history.subject]: { $in: gone } }, { session });
  const events = undone.length === 0 ? [] : ((await eventsOfUndone?.(undone, scope, session)) ?? []);
  for (const [collection, each] of Map.groupBy(events, (event) => event.collection))
    await connection.collection(collection).insertMany(
      each.map(({ document }) => document),
      { session },
    );
}
