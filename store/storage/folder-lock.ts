/**
 * One store a folder: two on one file would each trust what they have in memory. A lock of the operating system ends with the process, so
 * a crash leaves none; SQLite has one that works on every system.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { privateFile } from '../../base/private-files.ts';
import { startFault } from '../start-errors.ts';

/** Locks a folder for this process. @returns a function that unlocks it @throws CodedError STORE_IN_USE */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'store.lock');
  privateFile(path);
  const lock = new DatabaseSync(path);
  try {
    // Nothing is ever written, so there is nothing to keep a journal of.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw startFault('STORE_IN_USE', folder, { cause });
  }
  return () => lock.close();
}
