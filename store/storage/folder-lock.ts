/**
 * One store a folder: two on one file would each trust what they have in memory. A lock of the operating system ends with the process, so
 * a crash leaves none; SQLite has one that works on every system.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { privateFile } from '../../base/private-files.ts';
import { startFault } from '../start-errors.ts';
import { fileFault, sqliteCode } from './file-fault.ts';
import { folderOwner, leaveFolder, ownerFileOf, ownFolder, runsElsewhere } from './folder-owner.ts';

/** SQLite's number for a file that another connection has locked. */
const SQLITE_BUSY = 5;

/** Locks a folder for this process. @returns a function that unlocks it @throws CodedError STORE_IN_USE with the other process, STORE_UNWRITABLE */
export function lockFolder(folder: string): () => void {
  const unlock = lockFile(folder);
  const owner = folderOwner(folder);
  if (owner !== undefined && runsElsewhere(owner, folder)) {
    unlock();
    throw inUse(folder);
  }
  try {
    ownFolder(folder);
  } catch (thrown) {
    unlock();
    throw fileFault(ownerFileOf(folder), thrown);
  }
  return () => {
    leaveFolder(folder);
    unlock();
  };
}

function lockFile(folder: string): () => void {
  const path = join(folder, 'store.lock');
  let lock: DatabaseSync | undefined;
  try {
    privateFile(path);
    lock = new DatabaseSync(path);
    // Nothing is ever written, so there is nothing to keep a journal of.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    const held = lock;
    return () => held.close();
  } catch (thrown) {
    lock?.close();
    throw sqliteCode(thrown) === SQLITE_BUSY ? inUse(folder, thrown) : fileFault(path, thrown);
  }
}

function inUse(folder: string, cause?: unknown): Error {
  const owner = folderOwner(folder);
  const by = owner === undefined ? '' : `, by process ${owner.pid} since ${owner.since}`;
  return startFault('STORE_IN_USE', `${folder}${by}`, { cause });
}
