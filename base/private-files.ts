/**
 * Files that nobody else on the machine may read, whatever the umask is and whatever rights they had before. Files are tightened by name and
 * never opened for it: to close a file drops every lock that this process holds on it, SQLite's too.
 */
import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf } from './errors.ts';

/** A file or folder that cannot be kept private, or a folder that is no data folder. */
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

const FOLDER = 0o700;
const FILE = 0o600;
const RIGHTS = 0o777;

/** Makes a folder, with those above it, that only its owner may enter. @throws CodedError NOT_PRIVATE, DATA_FOLDER */
export function privateFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: FOLDER });
  } catch (thrown) {
    throw fault('DATA_FOLDER', `${path} (${(thrown as NodeJS.ErrnoException).code})`);
  }
  tighten(targetOf(path), FOLDER);
}

/** Makes a file that only its owner may read, empty where there is none. @throws CodedError NOT_PRIVATE */
export function privateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', FILE));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
  tighten(targetOf(path), FILE);
}

/** Where what was named really is: who keeps the data on another disk behind a link means the folder there. What a folder's own entries link to is not named. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What a folder of data may hold when it is opened: of a store, its keys, a manifest, and what file systems and shells put there. */
const OURS = /^(store|keys|persisted-operations)/;
const NOBODYS = /^(\.|lost\+found$)/;

/**
 * A folder of data, and whatever is in it, for its owner alone. A folder that holds other things is refused and left as it is: nobody
 * means to take the rights of `/tmp` away.
 * @throws CodedError DATA_FOLDER, NOT_PRIVATE
 */
export function openDataFolder(path: string): void {
  const known = entriesOf(path).filter((name) => !NOBODYS.test(name));
  if (known.length > 0 && !known.some((name) => OURS.test(name)))
    throw fault('DATA_FOLDER', `${path} holds other things, such as ${known[0]}`);
  privateFolder(path);
  tightenAll(path);
}

function tightenAll(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      tighten(path, FOLDER);
      tightenAll(path);
    } else if (entry.isFile()) tighten(path, FILE);
  }
}

function entriesOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // Not there yet, or no folder: making it says which.
    return [];
  }
}

function tighten(path: string, rights: number): void {
  const now = lstatSync(path, { throwIfNoEntry: false });
  if (now === undefined || now.isSymbolicLink() || (now.mode & RIGHTS) === rights) return;
  try {
    chmodSync(path, rights);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== 'ENOENT')
      throw fault(
        'NOT_PRIVATE',
        `${path}, expected rights ${rights.toString(8)}, got ${(now.mode & RIGHTS).toString(8)} and ${code}`,
      );
  }
}
