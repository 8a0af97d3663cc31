/**
 * Which data folder a command works in: that of the `npm start` that runs. Every start writes where its folder is to a file of its user, named for
 * its process, so that a command beside it needs no option, whatever folder either was started in.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { faultsOf } from './errors.ts';

/** Why a command does not know where it works. */
export const dataFolderErrors = {
  SEVERAL_STARTS: {
    status: 500,
    what: 'Several npm start run, and it is not said which is meant',
    solve: 'Add --data with one of the folders that the message names.',
  },
} as const;
const fault = faultsOf(dataFolderErrors);

/** The option by which a command is told. */
export const dataOption = {
  env: 'DATA',
  flag: '--data <folder>',
  schema: z.string().min(1).optional(),
  unit: 'path',
  what: 'The data folder of an npm start; without it that of the one that runs, and where none does .data.',
} as const;

const USUAL = '.data';

/** Of this user alone: where another user has made it, it counts for nothing. */
const notes = (): string => join(tmpdir(), `sigap-graph-${userInfo().uid}`);

/** Notes that this process is an `npm start` on a data folder. @returns takes the note away; where notes cannot be written there is none */
export function noteStart(data: string): () => void {
  const note = join(notes(), String(process.pid));
  try {
    mkdirSync(notes(), { recursive: true, mode: 0o700 });
    if (!isOwn(notes())) return () => {};
    writeFileSync(note, resolve(data), { mode: 0o600 });
  } catch {
    return () => {};
  }
  return () => rmSync(note, { force: true });
}

/** @returns the data folder @param given by an option @throws CodedError SEVERAL_STARTS */
export function dataFolder(given?: string): string {
  return given ?? startedFolder() ?? USUAL;
}

/** @returns the folder of the keys: the one that is given, or that of the data folder @throws CodedError SEVERAL_STARTS */
export function keysFolderOf({ keysFolder, data }: { readonly keysFolder?: string; readonly data?: string }): string {
  return keysFolder ?? join(dataFolder(data), 'keys');
}

/** @returns the data folder of the `npm start` that runs: among several that of this folder's `.data`; undefined where none runs @throws CodedError SEVERAL_STARTS */
export function startedFolder(): string | undefined {
  const running = [...new Set(runningFolders())];
  if (running.length < 2) return running[0];
  if (running.includes(resolve(USUAL))) return resolve(USUAL);
  throw fault('SEVERAL_STARTS', `expected --data or DATA (path), one of ${running.join(', ')}, got nothing`);
}

function runningFolders(): string[] {
  try {
    if (!isOwn(notes())) return [];
    return readdirSync(notes()).flatMap((pid) =>
      isRunning(Number(pid)) ? [readFileSync(join(notes(), pid), 'utf8')] : [],
    );
  } catch {
    return [];
  }
}

function isOwn(folder: string): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0;
}

/** A start that was killed leaves its note. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
