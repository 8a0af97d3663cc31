/** Begins a pass of a job, or goes on with it: the same file of the same agency is the same job. */
import { importFault } from './errors.ts';
import { forgetKeys } from './forget-keys.ts';
import { fieldOf, jobIdOf, type ImportJob, type PassName } from './import-job.ts';
import { importKindOf, requireScopeOf, type ImportParts } from './import-parts.ts';
import { importingAgency, type ImportCaller } from './import-rights.ts';
import { emptyPass } from './tally.ts';

/** The input of `beginImport`. */
export interface BeginImport {
  readonly kind: string;
  readonly sha256: string;
  readonly columns: readonly string[];
  readonly pass: PassName;
  /** Whether a pass that has ended, or one with other columns, begins from the first row. */
  readonly again?: boolean | null;
}

const SHA256 = /^[\da-f]{64}$/;
/** Jobs that an agency begins in a day: each keeps rejected rows. */
const MOST_JOBS = 100;
const DAY_MS = 86_400_000;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

/** @returns the job: its pass states how many rows are taken already @throws CodedError of `importErrors` */
export async function beginImport(parts: ImportParts, caller: ImportCaller, input: BeginImport): Promise<ImportJob> {
  const agency = importingAgency(caller);
  if (!SHA256.test(input.sha256)) throw importFault('IMPORT_FILE', 'expected 64 hexadecimal digits in lower case');
  requireScopeOf(importKindOf(parts, input.kind), caller, agency);
  validateColumns(parts, agency, input);
  const id = jobIdOf(input.kind, agency, input.sha256);
  const kept = await parts.models.ImportJob.findOne({ _id: id } as never).lean<ImportJob>();
  if (kept !== null && goesOn(kept, input)) return kept;
  if (kept === null) await expectRoom(parts, agency);
  const job = begun(kept, { id, agency, input, caller });
  // Two clients that begin at once begin the same: the second finds the run of the first.
  if (kept === null) {
    await parts.models.ImportJob.collection.updateOne(
      { _id: id } as never,
      { $setOnInsert: without(job) },
      {
        upsert: true,
        ...DURABLE,
      },
    );
  } else {
    await parts.models.ImportJob.collection.replaceOne({ _id: id, run: kept.run } as never, job, DURABLE);
  }
  if (kept !== null) {
    forgetKeys(parts.models, id, kept.run);
    await forgetBatches(parts, id, kept.run);
  }
  return (await parts.models.ImportJob.findOne({ _id: id } as never).lean<ImportJob>())!;
}

/** Batches of the run before that undoing needs none of: those of a dry run, and those that changed nothing. A file gone through again and again keeps no more of them. */
async function forgetBatches({ models }: ImportParts, job: string, run: number): Promise<void> {
  const ofRun = { $gt: `${job}:${run}:`, $lt: `${job}:${run};` };
  const idle = { _id: ofRun, $or: [{ pass: 'CHECK' }, { changes: { $size: 0 } }] };
  await models.ImportBatch.collection.deleteMany(idle as never);
}

/** @throws CodedError IMPORT_TOO_MANY */
async function expectRoom({ models }: ImportParts, agency: string): Promise<void> {
  const since = new Date(Date.now() - DAY_MS).toISOString();
  // A job changes when it begins or later, so the index by `updatedAt` finds all that began since.
  const begunSince = { agency, updatedAt: { $gte: since }, startedAt: { $gte: since } } as never;
  const begun = await models.ImportJob.countDocuments(begunSince).limit(MOST_JOBS);
  if (begun >= MOST_JOBS) throw importFault('IMPORT_TOO_MANY', `expected at most ${MOST_JOBS} in 24 hours`);
}

const without = ({ _id, ...rest }: ImportJob): Omit<ImportJob, '_id'> => rest;

function validateColumns(parts: ImportParts, agency: string, { kind: name, columns }: BeginImport): void {
  const kind = importKindOf(parts, name);
  const unknown = columns.filter((column) => !kind.fields.includes(column)).length;
  if (columns.length === 0 || unknown > 0)
    throw importFault('IMPORT_COLUMNS', `expected of ${kind.fields.join(', ')}; got ${unknown} others`);
  if (new Set(columns).size < columns.length) throw importFault('IMPORT_COLUMNS', 'expected each column once');
  const closed = kind.closedTo(agency).filter((column) => columns.includes(column));
  if (closed.length > 0)
    throw importFault(
      'IMPORT_COLUMNS',
      `${agency} may not say anything about ${closed.join(', ')}: take these columns out of the file, or name only the others in a mapping (--mapping)`,
    );
}

/** Whether the pass that is wanted is under way, or has ended, with these columns. @throws CodedError IMPORT_STATE */
function goesOn(job: ImportJob, { pass, columns, again }: BeginImport): boolean {
  if (job.state === 'UNDOING') throw importFault('IMPORT_STATE', 'the job is being taken back');
  const kept = again === true || job.state === 'UNDONE' ? null : job[fieldOf(pass)];
  if (kept !== null && job.columns.join() !== columns.join())
    throw importFault('IMPORT_STATE', 'the pass has begun with other columns; expected the same, or `again: true`');
  // A dry run that has ended is told also while the job is applied, and is repeated on purpose alone.
  if (kept === null && pass === 'CHECK' && job.state === 'APPLYING')
    throw importFault('IMPORT_STATE', 'expected no dry run while the job is applied');
  return kept !== null;
}

/** What a job has done that it may take back, and what of it was taken back. */
const NOTHING_DONE = { added: 0, changed: 0, undone: 0, leftAlone: 0, left: [] };

interface Beginning {
  readonly id: string;
  readonly agency: string;
  readonly input: BeginImport;
  readonly caller: ImportCaller;
}

function begun(kept: ImportJob | null, { id, agency, input, caller }: Beginning): ImportJob {
  const now = new Date();
  const { kind, sha256, columns, pass } = input;
  const fresh = {
    _id: id,
    state: 'CHECKING',
    kind,
    agency,
    sha256,
    startedBy: caller.sub,
    startedAt: now.toISOString(),
    run: 0,
    batches: 0,
    check: null,
    apply: null,
    ...NOTHING_DONE,
  };
  const base = kept ?? fresh;
  return {
    ...base,
    columns,
    state: pass === 'CHECK' ? 'CHECKING' : 'APPLYING',
    startedBy: caller.sub,
    updatedAt: now.toISOString(),
    run: base.run + 1,
    // What was taken back is not there: neither pass stands for it any more.
    ...(base.state === 'UNDONE' && { check: null, apply: null, ...NOTHING_DONE }),
    [fieldOf(pass)]: emptyPass(now),
  };
}
