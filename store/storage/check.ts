/**
 * The check of a file at the start: every page and the checksum of every document. A small file is checked before the first connection. A
 * large one would delay the start, so a thread checks it while the store serves; until that is done each document is checked as it is read.
 */
import { existsSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { verifyFile } from './verify.ts';

/** A file of this size is checked in a twentieth of a second on an idle machine, in half a second on a busy one; in bytes. */
const MOST_AT_ONCE = 8 * 1024 * 1024;

/** A check in a thread, while the store serves. */
export interface RunningCheck {
  /** What is wrong with the file; `undefined` when it is whole or the check was stopped. */
  readonly finding: Promise<string | undefined>;
  stop(): void;
}

/**
 * @param atOnce the largest file that is checked before this returns, in bytes
 * @returns the check that is running; `undefined` when the file is known to be whole
 * @throws DamagedFile
 */
export function checkAtStart(path: string, atOnce = MOST_AT_ONCE): RunningCheck | undefined {
  if (existsSync(path) && statSync(path).size > atOnce) return checkBeside(path);
  verifyFile(path);
  return undefined;
}

function checkBeside(path: string): RunningCheck {
  const worker = new Worker(new URL('./check-entry.ts', import.meta.url), {
    workerData: path,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  worker.unref();
  const finding = new Promise<string | undefined>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => resolve(undefined));
  });
  return { finding, stop: () => void worker.terminate() };
}
