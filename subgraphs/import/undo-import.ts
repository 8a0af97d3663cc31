/**
 * Takes back what a job did, the latest batch first, where nobody has changed it since. A call takes back some batches, so that it is answered in
 * time; it is called again until the job is UNDONE. What somebody has changed is left, and counted; so is what
 * something else hangs or rests on since. What is changed back leaves an event.
 */
import { EJSON } from 'bson';
import type { ClientSession } from 'mongoose';
import { sealedAnew } from './before-image.ts';
import { importFault } from './errors.ts';
import { releaseRejected } from './follow-rejected.ts';
import { placeOfBefore, type ImportBatch, type ImportJob } from './import-job.ts';
import { importKindOf, ownJob, type ImportParts } from './import-parts.ts';
import type { ImportCaller } from './import-rights.ts';
import type { BatchChange, EventScope, ImportKind, UndoneChange, Write } from './import-kind.ts';
import { decrypted } from '../data/field-encryption.ts';
import { FIRST_VERSION } from '../data/record-version.ts';
import { inTransaction } from '../data/in-transaction.ts';

/** Batches of one call. */
const BATCHES = 4;

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
      const undone = batch === null ? 0 : await undo(parts, scope, { batch, kind: job.kind }, session);
      const after: ImportJob = {
        ...job,
        state: batch === null ? 'UNDONE' : 'UNDOING',
        updatedAt: new Date().toISOString(),
        undone: job.undone + undone,
        leftAlone: job.leftAlone + (batch?.changes.length ?? 0) - undone,
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

/** @returns how many documents of a batch were as it had left them */
async function undo(
  parts: ImportParts,
  scope: EventScope,
  { batch, kind: name }: { readonly batch: ImportBatch; readonly kind: string },
  session: ClientSession,
): Promise<number> {
  const kind = importKindOf(parts, name);
  const held = (await kind.held?.(batch.changes, session)) ?? new Set();
  const { removed, changed } = await takeBack(parts, kind, batch, { held, session });
  await kind.settle?.(batch.changes.map(asWrite), session);
  const events = changed.length === 0 ? [] : ((await kind.eventsOfUndone?.(changed, scope, session)) ?? []);
  for (const [collection, each] of Map.groupBy(events, (event) => event.collection))
    await parts.connection.collection(collection).insertMany(
      each.map(({ document }) => document),
      { session },
    );
  const done = { $set: { isUndone: true, before: null } };
  await parts.models.ImportBatch.collection.updateOne({ _id: batch._id as never }, done, { session });
  return removed + changed.length;
}

const asWrite = ({ collection, id, about, added, left, partitions }: BatchChange): Write => ({
  collection,
  id,
  ...(about !== null && { about }),
  ...(!added && { set: {} }),
  left,
  partitions,
});

/** Latest first, so that what hangs on a record goes before it. */
async function takeBack(
  { connection, seal }: ImportParts,
  kind: ImportKind,
  batch: ImportBatch,
  { held, session }: { readonly held: ReadonlySet<string>; readonly session: ClientSession },
): Promise<{ readonly removed: number; readonly changed: readonly UndoneChange[] }> {
  const text = decrypted(seal, batch.before, placeOfBefore(batch._id));
  const before = text === null ? [] : (EJSON.parse(text) as (Record<string, unknown> | null)[]);
  let removed = 0;
  const changed: UndoneChange[] = [];
  for (const [at, { collection: name, id, added, left }] of [...batch.changes.entries()].reverse()) {
    const collection = connection.collection<{ _id: string }>(name);
    const asLeft = { _id: id, ...left } as never;
    if (held.has(id)) continue;
    if (added) {
      removed += (await collection.deleteOne(asLeft, { session })).deletedCount;
      continue;
    }
    const stood = sealedAnew(before[at] ?? {}, id, kind, seal);
    const version = left['version'];
    const next = typeof version === 'number' ? { version: version + FIRST_VERSION } : {};
    const stands = { ...stood, ...next };
    const was = await collection.findOneAndUpdate(asLeft, { $set: stands }, { session, promoteBuffers: true });
    if (was !== null) changed.push({ was, stands });
  }
  return { removed, changed };
}
