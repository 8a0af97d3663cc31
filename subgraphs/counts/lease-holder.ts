/**
 * Which process holds a lease, so that one that was killed on this machine is not waited for. On Linux a process is known by its number and the
 * moment it began, since numbers are used again, and a machine by its start and its space of process numbers, since containers may share a
 * name. Elsewhere a number that is used again counts as the process that had it: then the lease's time is waited for.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, as a lease states it. */
export interface LeaseHolder {
  /** Where its number means something. */
  readonly host: string;
  readonly pid: number;
  /** In ticks since the machine started; null where the system does not tell. */
  readonly startedAt: string | null;
}

/** This process. */
export const THIS_HOLDER: LeaseHolder = { host: hostOf(), pid: process.pid, startedAt: startOf(process.pid) };

/** @returns true where the process ran here and has ended; false where it runs, or nothing is known of it */
export function isGone({ host, pid, startedAt }: LeaseHolder): boolean {
  if (host !== THIS_HOLDER.host) return false;
  return !isRunning(pid) || startOf(pid) !== startedAt;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    // It runs for another user.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function hostOf(): string {
  const here = told(
    () => `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`,
  );
  return here === null ? hostname() : `${hostname()} ${here}`;
}

/** The 22nd field of `stat`, counted from behind the name, which may have spaces and brackets. */
function startOf(pid: number): string | null {
  return told(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
  });
}

function told(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
