/**
 * Takes the next rows of a file: judges them, compares them, and writes all that follows from them in one transaction (people, what stood there
 * before, rejected rows, how far the job has come). A batch that was taken is answered as the first time, so a client that was killed goes on.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientSession } from 'mongoose';
import { importFault } from './errors.ts';
import { followRejected, REJECTED_ROW } from './follow-rejected.ts';
import { keyPrefixOf } from './forget-keys.ts';
import {
  fieldOf,
  rejectedRowId,
  placeOfBefore,
  placeOfCells,
  type ImportBatch,
  type ImportJob,
  type ImportPass,
  type PassName,
} from './import-job.ts';
import {
  rejectedRow,
  type BatchChange,
  type ImportKind,
  type ImportScope,
  type Judged,
  type RowPlan,
  type Write,
} from './import-kind.ts';
import { importKindOf, ownJob, importScopeOf, type ImportParts } from './import-parts.ts';
import type { ImportCaller } from './import-rights.ts';
import { textOfBefore } from './before-image.ts';
import { keepClaims } from './card-claims.ts';
import { keptCell } from './kept-cell.ts';
import { offerVillages } from './offer-villages.ts';
import type { Cells } from './row-reader.ts';
import { standingChanges, type StandingChange } from './standing-changes.ts';
import { outcomesOf, passWith, writtenBy, type PlannedRow } from './tally.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';
import { holdPersons } from '../data/hold-persons.ts';
import { inTransaction } from '../data/in-transaction.ts';

/** The input of `importRows`. */
export interface ImportRows {
  readonly job: string;
  readonly pass: PassName;
  /** How many rows of the file come before these. */
  readonly from: number;
  readonly rows: readonly InputRow[];
}

interface InputRow {
  /** Of the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What was answered: the batch, and the job after it. */
export interface TakenRows extends Pick<ImportBatch, 'from' | 'taken' | 'added' | 'changed' | 'same' | 'rejected'> {
  readonly job: ImportJob;
}

const MOST_ROWS = 500;
/** Cells of a torn row that are kept beside those of the columns. */
const MORE_CELLS = 20;
/** Rejected rows that are kept of a job; further ones are counted. */
const MOST_REJECTED = 10_000;
/** Rows that are judged before other work of the process gets its turn. */
const PORTION = 25;

/** @throws CodedError of `importErrors` */
export async function takeRows(parts: ImportParts, caller: ImportCaller, input: ImportRows): Promise<TakenRows> {
  const job = await ownJob(parts, caller, input.job);
  validateRows(input);
  const answered = await takenBefore(parts, job, input);
  if (answered !== undefined) return { ...answered, job };
  try {
    return await takeNext(parts, caller, job, input);
  } catch (thrown) {
    // Sent twice at once: who comes second finds the batch of who came first.
    const meanwhile = (thrown as { code?: unknown }).code === 'IMPORT_OUT_OF_ORDER';
    const first = meanwhile ? await takenBefore(parts, job, input) : undefined;
    if (first === undefined) throw thrown;
    return { ...first, job: await ownJob(parts, caller, input.job) };
  }
}

async function takeNext(
  parts: ImportParts,
  caller: ImportCaller,
  job: ImportJob,
  input: ImportRows,
): Promise<TakenRows> {
  expectNext(openPass(job, input.pass), input);
  const scope = await importScopeOf(parts, job, caller);
  const kind = importKindOf(parts, job.kind);
  const rows = input.rows.map(({ line, cells }) => ({
    line,
    cells: cellsOf(job.columns, cells),
    isTorn: cells.length !== job.columns.length,
  }));
  return write(parts, { job, kind, scope, input, rows });
}

/** @throws CodedError IMPORT_OUT_OF_ORDER */
function expectNext({ taken }: ImportPass, { from }: ImportRows): void {
  if (taken !== from) throw importFault('IMPORT_OUT_OF_ORDER', `expected rows from ${taken} on, got ${from}`);
}

const batchIdOf = ({ _id, run }: ImportJob, { pass, from }: Pick<ImportRows, 'pass' | 'from'>): string =>
  `${_id}:${run}:${pass}:${from}`;

function validateRows({ rows }: ImportRows): void {
  if (rows.length === 0 || rows.length > MOST_ROWS)
    throw importFault('IMPORT_BATCH', `expected 1 to ${MOST_ROWS} rows, got ${rows.length}`);
  if (rows.some(({ line }, at) => line < 1 || (at > 0 && line <= rows[at - 1]!.line)))
    throw importFault('IMPORT_BATCH', 'expected lines from 1 on, each greater than the one before');
}

async function takenBefore(
  { models }: ImportParts,
  job: ImportJob,
  input: ImportRows,
): Promise<ImportBatch | undefined> {
  const kept = await models.ImportBatch.findOne({ _id: batchIdOf(job, input) } as never).lean<ImportBatch>();
  if (kept === null) return undefined;
  if (kept.taken !== input.rows.length)
    throw importFault(
      'IMPORT_OUT_OF_ORDER',
      `expected the ${kept.taken} rows from ${kept.from} as they were sent first`,
    );
  return kept;
}

/** @returns the pass of a job that takes rows @throws CodedError IMPORT_STATE */
function openPass(job: ImportJob, name: PassName): ImportPass {
  const wanted = name === 'CHECK' ? 'CHECKING' : 'APPLYING';
  const pass = job[fieldOf(name)];
  if (job.state !== wanted || pass === null)
    throw importFault('IMPORT_STATE', `expected ${wanted}, it is ${job.state}`);
  return pass;
}

/** Where a row is torn, the first cells that are too many stand under `row`. */
function cellsOf(columns: readonly string[], cells: readonly string[]): Cells {
  const more = cells.slice(columns.length, columns.length + MORE_CELLS).map(keptCell);
  const named = Object.fromEntries(columns.map((column, at) => [column, keptCell(cells[at] ?? '')]));
  return more.length === 0 ? named : { ...named, row: more.join(' | ') };
}

interface Row {
  readonly line: number;
  readonly cells: Cells;
  /** Whether it has another number of cells than there are columns: none can be told which is which. */
  readonly isTorn: boolean;
}

interface Taking {
  readonly job: ImportJob;
  readonly kind: ImportKind;
  readonly scope: ImportScope;
  readonly input: ImportRows;
  readonly rows: readonly Row[];
}

async function write(parts: ImportParts, taking: Taking): Promise<TakenRows> {
  const { job, input } = taking;
  let partitions: readonly string[] = [];
  try {
    return await inTransaction(parts.connection, async (session) => {
      const current = await parts.models.ImportJob.findOne({ _id: job._id } as never)
        .session(session)
        .lean<ImportJob>();
      const pass = openPass(current!, input.pass);
      if (current!.run !== job.run) throw importFault('IMPORT_STATE', 'the pass was begun again meanwhile');
      expectNext(pass, input);
      const planned = await planRows(parts, taking, session);
      const writes = input.pass === 'APPLY' ? planned.flatMap((row) => row.writes) : [];
      partitions = writes.flatMap((each) => each.partitions);
      await writeAll(parts, writes, session);
      await taking.kind.settle?.(writes, session);
      const batch = batchOf(parts, current!, taking, planned);
      await parts.models.ImportBatch.collection.insertOne(batch as never, { session });
      const kept = current!.rejectedKept ?? 0;
      const room = MOST_REJECTED - kept;
      const more = input.pass === 'APPLY' ? await keepRejected(parts, { ...taking, planned, room }, session) : 0;
      if (input.pass === 'APPLY' && current!.columns.includes(REJECTED_ROW))
        await followRejected(
          parts.models,
          current!,
          planned.map((row, at) => ({ ...row, cells: taking.rows[at]!.cells })),
          session,
        );
      const passAfter = passWith(pass, planned);
      const written = await writtenOf(parts, current!, batch, planned, session);
      const after = { ...jobAfter(current!, input.pass, passAfter), ...written, rejectedKept: kept + more };
      await parts.models.ImportJob.collection.replaceOne({ _id: job._id } as never, after, { session });
      return { ...batch, job: after };
    });
  } finally {
    await parts.marks.add(partitions);
  }
}

/** @returns the rows by which the job has added and changed documents; one that did so in an earlier run too counts once */
async function writtenOf(
  { models }: ImportParts,
  job: ImportJob,
  batch: ImportBatch,
  planned: readonly PlannedRow[],
  session: ClientSession,
): Promise<Pick<ImportJob, 'added' | 'changed'>> {
  const { added = 0, changed = 0 } = job;
  if (batch.changes.length === 0) return { added, changed };
  const standing = job.run > 1 ? await standingChanges(models, job, batch, session) : new Map<string, StandingChange>();
  const fresh = planned.filter(({ line, writes }) => writes.every(({ id }) => standing.get(id)?.change.line !== line));
  const written = writtenBy(fresh);
  return { added: added + written.added, changed: changed + written.changed };
}

const jobAfter = (job: ImportJob, name: PassName, pass: ImportPass): ImportJob => ({
  ...job,
  batches: job.batches + 1,
  updatedAt: new Date().toISOString(),
  [fieldOf(name)]: pass,
});

/** Judges rows, finds those that an earlier row has said already, and compares the others with what is kept. */
async function planRows(
  parts: ImportParts,
  { job, kind, scope, rows }: Taking,
  session: ClientSession,
): Promise<PlannedRow[]> {
  const judged = await judgeRows(kind, scope, rows);
  const repeated = await keepKeys(parts, keyPrefixOf(job._id, job.run), judged, session);
  const faultless = judged.filter(({ line, reasons }) => reasons.length === 0 && !repeated.has(line));
  const plans = await kind.plan(faultless, scope, session);
  const byLine = new Map(faultless.map(({ line }, at) => [line, plans[at]!]));
  const planned = judged.map(({ line, reasons }) => {
    const plan = byLine.get(line) ?? rejectedRow(...reasons, ...(repeated.get(line) ?? []));
    return { line, ...plan };
  });
  return keepClaims(parts.models, keyPrefixOf(job._id, job.run), planned, session);
}

/** Judges in portions, so that a batch holds nobody else up. */
async function judgeRows(kind: ImportKind, scope: ImportScope, rows: readonly Row[]): Promise<Judged<unknown>[]> {
  const judged: Judged<unknown>[] = [];
  for (const row of rows) {
    if (judged.length > 0 && judged.length % PORTION === 0) await nextTurn();
    judged.push(row.isTorn ? torn(row) : kind.judge(row.line, row.cells, scope));
  }
  const cells = rows.map((row) => row.cells);
  return offerVillages(judged, cells, scope.references.villages);
}

const torn = ({ line }: Row): Judged<unknown> => ({
  line,
  record: undefined,
  reasons: [{ code: 'CELLS', field: 'row', likely: [] }],
  keys: [],
});

/** Keeps the keys of rows without a fault. @returns why rows are not taken whose keys an earlier row has, by line */
async function keepKeys(
  { models }: ImportParts,
  prefix: string,
  judged: readonly Judged<unknown>[],
  session: ClientSession,
): Promise<Map<number, RowPlan['reasons']>> {
  const rows = judged.filter(({ reasons }) => reasons.length === 0);
  const ids = rows.flatMap(({ keys }) => keys.map((key) => prefix + key));
  const kept = await models.ImportKey.find({ _id: { $in: ids } } as never, { _id: 1 })
    .session(session)
    .lean<{ _id: string }[]>();
  const seen = new Set(kept.map(({ _id }) => _id));
  const repeated = new Map<number, RowPlan['reasons']>();
  const fresh: object[] = [];
  for (const { line, keys } of rows) {
    const own = keys.map((key) => prefix + key);
    if (own.some((key) => seen.has(key))) {
      repeated.set(line, [{ code: 'DUPLICATE_IN_FILE', field: 'row', likely: [] }]);
      continue;
    }
    for (const _id of own) {
      seen.add(_id);
      fresh.push({ _id, line, at: new Date() });
    }
  }
  if (fresh.length > 0) await models.ImportKey.collection.insertMany(fresh, { session });
  return repeated;
}

/**
 * Writes documents; where another writer was faster the transaction runs again. Persons who get a record, and cards, are held, as proposals hold them: those whom
 * another transaction has added since this one began to read are found when it runs again.
 */
export async function writeAll(
  { connection }: ImportParts,
  writes: readonly Write[],
  session: ClientSession,
): Promise<void> {
  const tokens = writes.flatMap(({ insert, set, cards = [] }) => [insert?.['token'] ?? set?.['token'], ...cards]);
  await holdPersons(
    connection,
    tokens.filter((token) => typeof token === 'string'),
    session,
  );
  const events = writes.flatMap(({ event }) => event ?? []);
  for (const [name, each] of Map.groupBy(events, ({ collection }) => collection))
    await connection.collection(name).insertMany(
      each.map(({ document }) => document),
      { session },
    );
  for (const [name, each] of Map.groupBy(writes, ({ collection }) => collection)) {
    const collection = connection.collection<{ _id: string }>(name);
    const inserts = each.filter(({ insert }) => insert !== undefined).map(({ insert }) => insert);
    if (inserts.length > 0) await collection.insertMany(inserts as never, { session });
    const updates = each.filter(({ set }) => set !== undefined);
    if (updates.length === 0) continue;
    await collection.bulkWrite(
      updates.map(({ id, expected, set }) => ({
        updateOne: { filter: { _id: id, ...expected } as never, update: { $set: set } as never },
      })),
      { session },
    );
  }
}

interface Rejecting extends Taking {
  readonly planned: readonly PlannedRow[];
  /** How many more rows may be kept of the job. */
  readonly room: number;
}

/** @returns how many rows are kept that were not before */
async function keepRejected(
  { models, seal }: ImportParts,
  { job, rows, planned, room }: Rejecting,
  session: ClientSession,
): Promise<number> {
  const updatedAt = new Date().toISOString();
  const idOf = (line: number): string => rejectedRowId(job._id, line);
  const settled =
    job.run > 1
      ? await settledOf(
          models,
          planned.map(({ line }) => idOf(line)),
          session,
        )
      : new Set();
  const rejected = planned.flatMap(({ line, outcome, reasons }, at) => {
    if (outcome !== 'REJECTED' || settled.has(idOf(line))) return [];
    const cells = seal.encrypt(JSON.stringify(rows[at]!.cells), placeOfCells(idOf(line)));
    const row = { job: job._id, agency: job.agency, line, cells, reasons, state: 'WAITING', updatedAt };
    return [{ filter: { _id: idOf(line) }, update: { $set: row, $inc: { version: 1 } } }];
  });
  // Where there is no room for more, rows that an earlier run has kept are kept as they are now.
  const writes = rejected.map((row, at) => ({ updateOne: { ...row, upsert: at < room } }));
  const written =
    writes.length > 0 ? await models.RejectedRow.collection.bulkWrite(writes as never, { session }) : undefined;
  // Rows that an earlier run did not take and this one does no longer wait.
  const taken = planned.filter(({ outcome }) => outcome !== 'REJECTED').map(({ line }) => idOf(line));
  const waiting = { _id: { $in: taken }, state: 'WAITING' } as never;
  const corrected = { $set: { state: 'CORRECTED', updatedAt }, $inc: { version: 1 } } as never;
  await models.RejectedRow.collection.updateMany(waiting, corrected, { session });
  return written?.upsertedCount ?? 0;
}

/** @returns of some rejected rows those whose correction was taken, here or with another file: the row as it came does not wait again */
async function settledOf(
  { RejectedRow }: ImportParts['models'],
  ids: readonly string[],
  session: ClientSession,
): Promise<Set<string>> {
  const rows = await RejectedRow.find({ _id: { $in: ids }, state: { $ne: 'WAITING' } } as never, { _id: 1 })
    .session(session)
    .lean<{ _id: string }[]>();
  return new Set(rows.map(({ _id }) => _id));
}

function batchOf(
  { seal }: ImportParts,
  job: ImportJob,
  { input, kind }: Taking,
  planned: readonly PlannedRow[],
): ImportBatch {
  const _id = batchIdOf(job, input);
  const { added, changed, same } = outcomesOf(planned);
  const applied = input.pass === 'APPLY' ? planned : [];
  const writes = applied.flatMap((row) => row.writes);
  return {
    _id,
    job: job._id,
    pass: input.pass,
    number: job.batches + 1,
    from: input.from,
    taken: planned.length,
    added,
    changed,
    same,
    rejected: planned.flatMap(({ line, outcome, reasons }) => (outcome === 'REJECTED' ? [{ line, reasons }] : [])),
    changes: applied.flatMap(({ line, writes: each }) => each.map((write) => changeOf(write, line))),
    before: sealedBefore(seal, kind, writes, _id),
    isUndone: false,
  };
}

/** @returns what undoing a write takes */
export const changeOf = (
  { collection, id, about, aboutVersion, insert, left, partitions }: Write,
  line: number,
): BatchChange => ({
  line,
  collection,
  id,
  about: about ?? null,
  ...(aboutVersion !== undefined && { aboutVersion }),
  added: insert !== undefined,
  left,
  partitions,
});

/** @param batch its id @returns what stood in changed documents, as a whole; null where nothing was changed */
export function sealedBefore(
  seal: FieldEncryption,
  kind: ImportKind,
  writes: readonly Write[],
  batch: string,
): Uint8Array | null {
  const text = textOfBefore(writes, kind, seal);
  return text === null ? null : seal.encrypt(text, placeOfBefore(batch));
}
