/** Lets a store start without what is missing, where a person has said so. */
import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_NAME } from './engine.ts';
import { fileFault } from './file-fault.ts';
import { lockFolder } from './folder-lock.ts';
import { logOfFile } from './log-frames.ts';
import { lossOf } from './loss.ts';
import { SqlFile } from './sql-file.ts';
import { markOfFile } from './sync-mark.ts';
import { forgetPoint } from './sync-point.ts';
import { verifyFile } from './verify.ts';

/** What was accepted. */
export interface AcceptedLoss {
  /** In a sentence with the file's name. */
  readonly loss: string;
  /** A copy of the log as it was found, for whoever wants to save more of it; undefined where there was none. */
  readonly kept: string | undefined;
}

/**
 * Takes what can be read for all there is: the log up to where it is whole is carried over, and the mark of what was there goes. What remains
 * is checked as at a start.
 * @returns undefined where nothing was missing
 * @throws CodedError STORE_IN_USE, STORE_UNWRITABLE, DamagedFile
 */
export function acceptLoss(folder: string): AcceptedLoss | undefined {
  const path = join(folder, FILE_NAME);
  const unlock = lockFolder(folder);
  try {
    const loss = lossOf(path);
    if (loss === undefined) return undefined;
    const log = logOfFile(path);
    const kept = existsSync(log) && statSync(log).size > 0 ? `${log}.before-accept-loss-${Date.now()}` : undefined;
    if (kept !== undefined) copyFileSync(log, kept);
    if (existsSync(path) && statSync(path).size > 0) carryOver(path);
    // The log of a file that is gone fits no other.
    else for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
    // Last: until here the next start finds the loss again.
    rmSync(markOfFile(path), { force: true });
    return { loss, kept };
  } catch (thrown) {
    throw fileFault(path, thrown);
  } finally {
    unlock();
  }
}

function carryOver(path: string): void {
  verifyFile(path);
  const file = new SqlFile(path);
  forgetPoint(file);
  file.close();
}
