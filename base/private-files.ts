/**
 * Files that no other user of the machine may read, whatever the umask is and whatever permissions they had before. Permissions are changed by
 * name without opening the file: closing a file drops every lock that this process holds on it, SQLite's included.
 */
import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, readdirSync, realpathSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { faultsOf } from './errors.ts';

/** Why a file or folder cannot be used. */
export const privateFileErrors = {
  NOT_PRIVATE: {
    status: 500,
    what: 'A file or folder cannot be kept from other users of this machine',
    solve: 'Give it to the user the program runs as, or choose another folder; the message names it.',
  },
  DATA_FOLDER: {
    status: 500,
    what: 'This is no data folder',
    solve: 'Choose an empty folder, one that is not there yet, or one of an earlier start.',
  },
} as const;
const fault = faultsOf(privateFileErrors);

/** Permissions of a folder and of a file for its owner alone. */
const FOLDER = 0o700;
const FILE = 0o600;
/** The permission bits of a mode. */
const PERMISSIONS = 0o777;

/** Makes a folder, with its parents, that only its owner may enter. @throws CodedError NOT_PRIVATE, DATA_FOLDER */
export function privateFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: FOLDER });
  } catch (thrown) {
    throw fault('DATA_FOLDER', `${path} (${(thrown as NodeJS.ErrnoException).code})`);
  }
  tighten(targetOf(path), FOLDER);
}

/** Makes a file readable by its owner alone; a new one is empty. @throws CodedError NOT_PRIVATE */
export function privateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', FILE));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
  tighten(targetOf(path), FILE);
}

/** The target of a path that is a link: an operator may keep the data on another disk. Links inside of a folder are not followed. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Entries of a data folder: a store, its keys, a manifest, a copy of the supergraph. */
const OURS = /^(store|keys|persisted-operations|supergraph)/;
/** Entries that file systems and shells make. */
const FOREIGN = /^(\.|lost\+found$)/;

/**
 * Makes a data folder and everything in it private to its owner. A folder with other content, such as `/tmp`, is refused and left unchanged.
 * @throws CodedError DATA_FOLDER, NOT_PRIVATE
 */
export function openDataFolder(path: string): void {
  const known = entriesOf(path).filter((name) => !FOREIGN.test(name));
  if (known.length > 0 && !known.some((name) => OURS.test(name)))
    throw fault('DATA_FOLDER', `${path} holds other things, such as ${known[0]}`);
  privateFolder(path);
  tightenAll(path);
}

function tightenAll(folder: string): void {
  for (const entry of listed(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      tighten(path, FOLDER);
      tightenAll(path);
    } else if (entry.isFile()) tighten(path, FILE);
  }
}

function listed(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (thrown) {
    throw fault('NOT_PRIVATE', `${folder} (${(thrown as NodeJS.ErrnoException).code})`);
  }
}

function entriesOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // It does not exist yet, or is no folder: making it shows which.
    return [];
  }
}

function tighten(path: string, permissions: number): void {
  const now = lstatSync(path, { throwIfNoEntry: false });
  if (now === undefined || now.isSymbolicLink() || (now.mode & PERMISSIONS) === permissions) return;
  try {
    chmodSync(path, permissions);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== 'ENOENT')
      throw fault(
        'NOT_PRIVATE',
        `${path}, expected permissions ${permissions.toString(8)}, got ${(now.mode & PERMISSIONS).toString(8)} and ${code}`,
      );
  }
}
