/** Backups: a copy of a store, also of one that runs, by SQLite's online backup; and the way back. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { privateFile, privateFolder } from '../../base/private-files.ts';
import { FILE_NAME } from './engine.ts';
import { fileFault } from './file-fault.ts';
import { lockFolder } from './folder-lock.ts';
import { logOfFile } from './log-frames.ts';
import { needFile, refuseLoss, refuseLossUnlessRunning } from './loss.ts';
import { SqlFile } from './sql-file.ts';
import { markOfFile } from './sync-mark.ts';
import { forgetPoint } from './sync-point.ts';
import { verifyFile } from './verify.ts';

/** Copies the store, also while it runs and is written. The copy is of one moment; it is checked before it gets its name. @throws Error where `target` exists, DamagedFile, CodedError STORE_LOSS, STORE_UNWRITABLE */
export async function backupStore(folder: string, target: string): Promise<void> {
  const path = join(folder, FILE_NAME);
  needFile(path, 'copy');
  if (existsSync(target)) throw new Error(`${target} exists: choose another file`);
  refuseLossUnlessRunning(path);
  mkdirSync(dirname(target), { recursive: true });
  const part = `${target}.part`;
  rmSync(part, { force: true });
  try {
    await copyTo(part, path);
    renameSync(part, target);
  } catch (thrown) {
    throw fileFault(target, thrown);
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(part + end, { force: true });
  }
}

async function copyTo(part: string, path: string): Promise<void> {
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
}

/**
 * Puts a backup in place of a store that does not run. The old file is kept in the same folder.
 * @returns the new path of the old file, if there was one
 * @throws CodedError STORE_IN_USE, STORE_LOSS, STORE_UNWRITABLE, Error where `source` is no whole store, DamagedFile
 */
export function restoreStore(source: string, folder: string): string | undefined {
  refuseNoCopy(source);
  privateFolder(folder);
  const unlock = lockFolder(folder);
  try {
    return replaced(source, folder);
  } catch (thrown) {
    throw fileFault(join(folder, FILE_NAME), thrown);
  } finally {
    unlock();
  }
}

/** A copy by `backupStore`, or the file of a store that was stopped; what stands in a log alone would be lost. */
function refuseNoCopy(source: string): void {
  if (!existsSync(source)) throw new Error(`${source} does not exist`);
  if (basename(source) === FILE_NAME) refuseLoss(source);
  // Carries the log of a store that was killed into its file, unless somebody else has the file open.
  verifyFile(source);
  const log = logOfFile(source);
  if (existsSync(log) && statSync(log).size > 0)
    throw new Error(`${source} is in use, and ${log} has what is missing in it: copy it by npm run store -- backup`);
  if (!isStore(source)) throw new Error(`${source} is no copy of a store: expected the file of a backup`);
}

function isStore(path: string): boolean {
  const file = new SqlFile(path, { readOnly: true });
  try {
    return file.get("SELECT 1 FROM sqlite_schema WHERE name = 'collections'") !== undefined;
  } finally {
    file.close();
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
