/** Ends a pass: the rows of the whole file are taken. */
import { importFault } from './errors.ts';
import { forgetKeys } from './forget-keys.ts';
import { fieldOf, type ImportJob, type PassName } from './import-job.ts';
import { ownJob, type ImportParts } from './import-parts.ts';
import type { ImportCaller } from './import-rights.ts';

/** The input of `finishImport`. */
export interface FinishImport {
  readonly job: string;
  readonly pass: PassName;
  /** How many rows the file has. */
  readonly rows: number;
}

/** @returns the job; the same where the pass has ended already @throws CodedError IMPORT_STATE, IMPORT_OUT_OF_ORDER and those of the job */
export async function finishImport(parts: ImportParts, caller: ImportCaller, input: FinishImport): Promise<ImportJob> {
  const job = await ownJob(parts, caller, input.job);
  const field = fieldOf(input.pass);
  const pass = job[field];
  // What was applied stays applied while the file is checked once more.
  const checked = job.apply === null ? 'CHECKED' : 'APPLIED';
  const [running, ended] = input.pass === 'CHECK' ? ['CHECKING', checked] : ['APPLYING', 'APPLIED'];
  if (pass === null) throw importFault('IMPORT_STATE', `expected ${running}, it is ${job.state}`);
  if (pass.taken !== input.rows)
    throw importFault('IMPORT_OUT_OF_ORDER', `expected all of ${input.rows} rows to be taken, it has ${pass.taken}`);
  if (pass.finishedAt !== null) return job;
  if (job.state !== running) throw importFault('IMPORT_STATE', `expected ${running}, it is ${job.state}`);
  await parts.marks.flush();
  const now = new Date();
  const change = { state: ended, updatedAt: now.toISOString(), [`${field}.finishedAt`]: now };
  await parts.models.ImportJob.collection.updateOne(
    { _id: job._id, run: job.run } as never,
    { $set: change },
    {
      writeConcern: { w: 'majority', j: true },
    },
  );
  forgetKeys(parts.models, job._id, job.run);
  return (await parts.models.ImportJob.findOne({ _id: job._id } as never).lean<ImportJob>())!;
}
