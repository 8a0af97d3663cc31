/** What SQLite or the operating system refuses about a file of the store, as an error that names the file and says what to do. */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { CodedError, reasonOf } from '../../base/errors.ts';
import { startFault } from '../start-errors.ts';

/** A file that cannot be trusted. The message names the file and what is wrong. */
export class DamagedFile extends Error {
  constructor(path: string, findings: readonly string[]) {
    super(`${path} is damaged: ${findings.join('; ')}. Restore a backup: npm run store -- restore`);
    this.name = 'DamagedFile';
  }
}

/** Why a file cannot be written, by SQLite's number or the operating system's name. */
const UNWRITABLE: Readonly<Record<string, string>> = {
  8: 'the file or its folder may only be read',
  13: 'the disk is full',
  14: 'the file cannot be opened or made',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this user',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  EROFS: 'the file system may only be read',
  EACCES: 'its permissions do not let this user read and write it',
  EPERM: 'its permissions do not let this user read and write it',
};
/** SQLite's number for reading or writing that failed. */
const SQLITE_IOERR = 10;

/** @returns SQLite's number of what was thrown; undefined where it is not SQLite's */
export function sqliteCode(thrown: unknown): number | undefined {
  const code = thrown instanceof Error && 'errcode' in thrown ? thrown.errcode : undefined;
  // The high bits tell kinds of one code apart.
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** @param thrown what opening, reading or writing the file threw; an error that says what to do is returned as it is @returns CodedError STORE_UNWRITABLE, or DamagedFile */
export function fileFault(path: string, thrown: unknown): Error {
  if (thrown instanceof CodedError || thrown instanceof DamagedFile) return thrown;
  const code = sqliteCode(thrown);
  const name = String(code ?? (thrown as NodeJS.ErrnoException).code);
  const why = UNWRITABLE[code === SQLITE_IOERR && isFull(path) ? 'ENOSPC' : name];
  if (why !== undefined) return startFault('STORE_UNWRITABLE', `${path}: ${why}`, { cause: thrown });
  // A column of another type than was written there is damage too.
  const isDamage = code !== undefined || thrown instanceof TypeError;
  return thrown instanceof Error && !isDamage ? thrown : new DamagedFile(path, [reasonOf(thrown)]);
}

/** SQLite says no more than that writing failed where, for one, the index of its log does not fit on the disk. */
function isFull(path: string): boolean {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize < 65_536;
}
