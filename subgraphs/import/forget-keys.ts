/**
 * Keys of rows whose pass has ended. Of a file of a million rows there are as many, so they go a few at a time while people are answered; nobody
 * waits for it. Keys are of one run of a job, so that those that are left do no harm; what a stop interrupts goes by its age.
 */
import type { ImportModels } from './import-job.ts';

/** Keys of one command: some milliseconds of the database. */
const BATCH = 1_000;

/** @returns what the ids of the keys of one run begin with */
export const keyPrefixOf = (job: string, run: number): string => `${job}:${run}:`;

/** Removes the keys of a run in the background. */
export function forgetKeys({ ImportKey }: ImportModels, job: string, run: number): void {
  const prefix = keyPrefixOf(job, run);
  forget(ImportKey, { _id: { $gt: prefix, $lt: `${prefix.slice(0, -1)};` } }).catch(() => undefined);
}

async function forget(keys: ImportModels['ImportKey'], condition: object): Promise<void> {
  for (;;) {
    const found = await keys
      .find(condition as never, { _id: 1 })
      .limit(BATCH)
      .lean<{ _id: string }[]>();
    if (found.length === 0) return;
    await keys.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } } as never);
  }
}
