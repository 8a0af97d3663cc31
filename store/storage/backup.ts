/** Backups: a copy of a store, also of one that runs, by SQLite's online backup; and the way back. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { privateFile, privateFolder } from '../../base/private-files.ts';
import { FILE_NAME } from './engine.ts';
import { lockFolder } from './folder-lock.ts';
import { verifyFile } from './verify.ts';

/** Copies the store, also while it runs and is written. The copy is of one moment; it is checked before it gets its name. @throws Error where `target` exists, DamagedFile */
export async function backupStore(folder: string, target: string): Promise<void> {
  const path = join(folder, FILE_NAME);
  if (!existsSync(path)) throw new Error(`${path} does not exist: nothing to copy`);
  if (existsSync(target)) throw new Error(`${target} exists: choose another file`);
  mkdirSync(dirname(target), { recursive: true });
  const part = `${target}.part`;
  rmSync(part, { force: true });
  privateFile(part);
  const source = new DatabaseSync(path);
  try {
    source.exec('PRAGMA busy_timeout = 5000');
    await backup(source, part);
  } finally {
    source.close();
  }
  verifyFile(part);
  for (const end of ['-wal', '-shm']) rmSync(part + end, { force: true });
  renameSync(part, target);
}

/**
 * Puts a backup in place of a store that does not run. The old file is kept in the same folder.
 * @returns the new path of the old file, if there was one
 * @throws CodedError STORE_IN_USE
 */
export function restoreStore(source: string, folder: string): string | undefined {
  if (!existsSync(source)) throw new Error(`${source} does not exist`);
  verifyFile(source);
  privateFolder(folder);
  const unlock = lockFolder(folder);
  try {
    return replaced(source, folder);
  } finally {
    unlock();
  }
}

function replaced(source: string, folder: string): string | undefined {
  const path = join(folder, FILE_NAME);
  const kept = existsSync(path) ? `${path}.before-restore-${Date.now()}` : undefined;
  const part = `${path}.part`;
  copyFileSync(source, part);
  privateFile(part);
  for (const end of ['', '-wal', '-shm'])
    if (kept !== undefined && existsSync(path + end)) renameSync(path + end, kept + end);
  renameSync(part, path);
  return kept;
}
