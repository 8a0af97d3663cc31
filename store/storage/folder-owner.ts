/**
 * Which process has a folder, for the message to whoever comes second. The lock of folder-lock.ts is what keeps others out; this file also
 * does where somebody has removed the lock's.
 */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFile } from '../../base/private-files.ts';

/** A process that has a folder. */
export interface FolderOwner {
  readonly pid: number;
  /** When it took the folder, as ISO 8601. */
  readonly since: string;
  /** Tells it from a later process of the same number; null where the system has no /proc. */
  readonly identity: string | null;
  /** Tells the folder from a copy of it, which has this file too; null where an older store has written it. */
  readonly folder: string | null;
}

/** Where the owner of a folder is written. */
export const ownerFileOf = (folder: string): string => join(folder, 'store.owner');

/** @returns the owner that the folder names, though it may have ended since; undefined without one */
export function folderOwner(folder: string): FolderOwner | undefined {
  try {
    const {
      pid,
      since,
      identity,
      folder: of,
    } = JSON.parse(readFileSync(ownerFileOf(folder), 'utf8')) as Partial<FolderOwner>;
    return typeof pid === 'number' && typeof since === 'string'
      ? { pid, since, identity: identity ?? null, folder: of ?? null }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Writes this process into the folder. */
export function ownFolder(folder: string): void {
  const { pid } = process;
  const owner: FolderOwner = {
    pid,
    since: new Date().toISOString(),
    identity: identityOf(pid),
    folder: placeOf(folder),
  };
  privateFile(ownerFileOf(folder));
  writeFileSync(ownerFileOf(folder), `${JSON.stringify(owner)}\n`);
}

/** Takes this process out of the folder. */
export function leaveFolder(folder: string): void {
  rmSync(ownerFileOf(folder), { force: true });
}

/** Whether an owner is another process that still runs: a number alone may have gone to a later one. @param folder that names the owner */
export function runsElsewhere({ pid, identity, folder: owned }: FolderOwner, folder: string): boolean {
  const isCopy = owned !== null && owned !== placeOf(folder);
  return !isCopy && pid !== process.pid && identity !== null && identity === identityOf(pid);
}

/** A folder on its disk, whatever its path is. */
function placeOf(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true });
  return `${dev}:${ino}`;
}

/** The boot of the machine, and when in it the process began. */
function identityOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may have spaces; the 22nd field is the 20th after it.
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}
