/** Backups: a copy of a store, also of one that runs, by SQLite's online backup; and the way back. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { privateFile, privateFolder } from '../../base/private-files.ts';
import { FILE_NAME } from './engine.ts';
import { lockFolder } from './folder-lock.ts';
import { logOfFile } from './log-frames.ts';
import { refuseLossUnlessRunning } from './loss.ts';
import { SqlFile } from './sql-file.ts';
import { markOfFile } from './sync-mark.ts';
import { forgetPoint } from './sync-point.ts';
import { verifyFile } from './verify.ts';

/** Copies the store, also while it runs and is written. The copy is of one moment; it is checked before it gets its name. @throws Error where `target` exists, DamagedFile, CodedError STORE_LOSS */
export async function backupStore(folder: string, target: string): Promise<void> {
  const path = join(folder, FILE_NAME);
  if (!existsSync(path)) throw new Error(`${path} does not exist: nothing to copy`);
  if (existsSync(target)) throw new Error(`${target} exists: choose another file`);
  refuseLossUnlessRunning(path);
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
  withoutPoint(part);
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
  const files = [path, logOfFile(path), `${path}-shm`, markOfFile(path)].filter((file) => existsSync(file));
  const end = `.before-restore-${Date.now()}`;
  const part = `${path}.part`;
  copyFileSync(source, part);
  privateFile(part);
  withoutPoint(part);
  // A log or a mark would be taken for the new file's.
  for (const file of files) renameSync(file, keptName(file, path, end));
  renameSync(part, path);
  return files.includes(path) ? path + end : undefined;
}

/** As the file, its log and their index belong together also under their new names. */
function keptName(file: string, path: string, end: string): string {
  return file.startsWith(path) ? path + end + file.slice(path.length) : file + end;
}

/** A copy begins without a mark beside it. */
function withoutPoint(path: string): void {
  const file = new SqlFile(path);
  forgetPoint(file);
  file.close();
}
