/**
 * Whether what had reached the disk is still there, found before anything opens the file to write. SQLite alone would start without what is
 * missing: it takes the first damaged frame for the end of its log, and makes anew what is gone.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CodedError } from '../../base/errors.ts';
import { startFault } from '../start-errors.ts';
import { fileFault } from './file-fault.ts';
import { lockFolder } from './folder-lock.ts';
import { logOfFile, wholeFrames, type LogFrames } from './log-frames.ts';
import { SqlFile } from './sql-file.ts';
import { markOfFile, NO_POINT, readMark, type SyncMark, type SyncPoint } from './sync-mark.ts';
import { storedPoint } from './sync-point.ts';

/** Checks the files of a store that does not run. @param path the store's file @throws CodedError STORE_LOSS, STORE_UNWRITABLE, DamagedFile */
export function refuseLoss(path: string): void {
  const loss = lossOf(path);
  const folder = `--folder "${dirname(path)}"`;
  if (loss !== undefined)
    throw startFault(
      'STORE_LOSS',
      `${loss}. Restore a backup (npm run store -- restore ${folder} --from FILE), or go on without what is missing (npm run store -- accept-loss ${folder})`,
    );
}

/** As `refuseLoss`, of a store that may run: it has looked at its start. @throws CodedError STORE_LOSS, STORE_UNWRITABLE, DamagedFile */
export function refuseLossUnlessRunning(path: string): void {
  let unlock: () => void;
  try {
    unlock = lockFolder(dirname(path));
  } catch (thrown) {
    if (thrown instanceof CodedError && thrown.code === 'STORE_IN_USE') return;
    throw thrown;
  }
  try {
    refuseLoss(path);
  } finally {
    unlock();
  }
}

/** @param purpose what the file is needed for @throws CodedError STORE_LOSS where there was one, Error where there was none */
export function needFile(path: string, purpose: string): void {
  if (existsSync(path)) return;
  refuseLoss(path);
  throw new Error(`${path} does not exist: nothing to ${purpose}`);
}

/** @param path the file of a store that does not run @returns what is missing, in a sentence with the file's name; undefined where nothing is @throws CodedError STORE_UNWRITABLE, DamagedFile */
export function lossOf(path: string): string | undefined {
  try {
    return lossIn(path);
  } catch (thrown) {
    throw fileFault(path, thrown);
  }
}

function lossIn(path: string): string | undefined {
  const mark = readMark(path);
  const log = wholeFrames(path);
  if (sizeOf(path) === 0) return lossOfAll(path, mark, log);
  const point = pointIn(path);
  if (mark === 'damaged') return `${markOfFile(path)} is damaged, and nothing else tells whether writes are missing`;
  if (mark === undefined)
    return point.number === 0 || point.closed
      ? undefined
      : `${markOfFile(path)} is missing, and nothing else tells whether writes are`;
  if (point.number < mark.number) return `${placeOf(path, mark, log)}: ${missing(point, mark)}`;
  // Some of it may be in the store's file already. What comes before would then stand above what came after.
  if (log.salt === mark.salt && log.frames < mark.frames)
    return `${logEnd(path, mark, log)}: writes until ${timeOf(mark)} are missing, it cannot be told how many`;
  return undefined;
}

function lossOfAll(path: string, mark: SyncMark | 'damaged' | undefined, log: LogFrames): string | undefined {
  const is = statSync(path, { throwIfNoEntry: false }) === undefined ? 'does not exist' : 'is empty';
  if (mark !== undefined && mark !== 'damaged' && mark.number > 0) return `${path} ${is}: ${missing(NO_POINT, mark)}`;
  if (mark === 'damaged' || log.frames > 0)
    return `${path} ${is}, and ${mark === 'damaged' ? markOfFile(path) : logOfFile(path)} shows that there was one`;
  return undefined;
}

/** Where the missing writes were. */
function placeOf(path: string, mark: SyncMark, log: LogFrames): string {
  if (log.salt !== '') return log.salt === mark.salt ? logEnd(path, mark, log) : `${path} or its log is an older one`;
  const size = sizeOf(logOfFile(path));
  if (size === 0) return `${logOfFile(path)} is missing`;
  return `${logOfFile(path)} is damaged at its beginning`;
}

const logEnd = (path: string, mark: SyncMark, log: LogFrames): string =>
  `${logOfFile(path)} is cut or damaged after frame ${log.frames} of ${mark.frames}`;

function missing(from: SyncPoint, to: SyncMark): string {
  const count = to.acknowledged - from.acknowledged;
  const since = from.number === 0 ? 'all' : `those since ${timeOf(from)}`;
  return `${count} writes acknowledged with j: true are missing, ${since} until ${timeOf(to)}, and what else was written then`;
}

const timeOf = ({ at }: SyncPoint): string => new Date(at).toISOString();

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Read without writing: a connection that may write would carry the log over and delete it when it closes. */
function pointIn(path: string): SyncPoint {
  let file: SqlFile | undefined;
  try {
    file = new SqlFile(path, { readOnly: true });
    return storedPoint(file);
  } finally {
    file?.close();
  }
}
