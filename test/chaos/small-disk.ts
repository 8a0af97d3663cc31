/**
 * A folder whose disk can be filled up: for root a file system of its own in memory, and otherwise a limit on how large the files of a
 * process may get, which fails writes in the same place though by another error.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** False where it is a limit on files alone. */
  readonly isFileSystem: boolean;
  /** From now on nothing more fits. @param pid of the process that writes */
  fill(pid: number): void;
  free(pid: number): void;
  close(): void;
}

const BLOCK = Buffer.alloc(4_096);

/** @returns undefined where this machine has neither */
export function smallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(folder, { mode: 0o700 });
  const options = `size=${megabytes}m,mode=0700`;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0) return mounted(folder);
  return hasSmallDisk() ? limited(folder) : undefined;
}

/** Whether there can be one here. */
export function hasSmallDisk(): boolean {
  return spawnSync('prlimit', ['--version']).status === 0;
}

function mounted(folder: string): SmallDisk {
  const inside = join(folder, '.filler');
  return {
    folder,
    isFileSystem: true,
    fill: () => {
      for (;;)
        try {
          appendFileSync(inside, BLOCK);
        } catch {
          return;
        }
    },
    free: () => rmSync(inside, { force: true }),
    close: () => void execFileSync('umount', ['--lazy', folder]),
  };
}

function limited(folder: string): SmallDisk {
  const limit = (pid: number, bytes: string): void =>
    void execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  return {
    folder,
    isFileSystem: false,
    fill: (pid) =>
      limit(pid, String(Math.min(...readdirSync(folder).map((name) => statSync(join(folder, name)).size)))),
    free: (pid) => limit(pid, 'unlimited'),
    close: () => {},
  };
}
