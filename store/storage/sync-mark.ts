/**
 * How far the log was on the disk when it was last synced, in a small file beside the store's. By it a start tells a log that ended there
 * from one that was cut: SQLite takes the first damaged frame for the end of its log, and a log that is gone for one that was carried over.
 *
 * A mark is written after the sync that it tells of, so it is never ahead of the disk. There are two places, written in turn, each with a
 * checksum: where the machine stops in the middle of one, the other counts.
 */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  write,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { privateFile } from '../../base/private-files.ts';
import type { LogFrames } from './log-frames.ts';

/** What a sync had put on the disk. The store's file has the same, written before each sync. */
export interface SyncPoint {
  /** Counts the syncs. */
  readonly number: number;
  /** How many writes with `j: true` had been acknowledged or waited for this sync. */
  readonly acknowledged: number;
  /** In milliseconds since 1970. */
  readonly at: number;
  /** Whether the store was stopped after it. */
  readonly closed: boolean;
}

/** A sync, and where the log ended then. */
export interface SyncMark extends SyncPoint, LogFrames {}

/** Before the first sync. */
export const NO_POINT: SyncPoint = { number: 0, acknowledged: 0, at: 0, closed: false };

const FIRST: SyncMark = { ...NO_POINT, salt: '', frames: 0 };

/** The distance of the two places, in bytes: a disk writes at most this much at once. */
const PLACE = 4096;
/** The length of a mark, filled up with spaces. */
const LENGTH = 512;

/** Where the mark of a store's file is. */
export const markOfFile = (path: string): string => join(dirname(path), 'store.mark');

/** @param path the store's file @returns its mark; `damaged` where neither place can be read; undefined where there is no file */
export function readMark(path: string): SyncMark | 'damaged' | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(markOfFile(path));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
  const marks = [0, PLACE].flatMap((at) => markIn(bytes.toString('utf8', at, at + LENGTH)) ?? []);
  return marks.sort((a, b) => b.number - a.number)[0] ?? 'damaged';
}

function markIn(text: string): SyncMark | undefined {
  const [, json, sum] = /^(\{.*\}) ([0-9a-f]+) *\n/.exec(text) ?? [];
  return json !== undefined && crc32(json).toString(16) === sum ? (JSON.parse(json) as SyncMark) : undefined;
}

function bytesOf(mark: SyncMark): Buffer {
  const json = JSON.stringify(mark);
  return Buffer.from(`${`${json} ${crc32(json).toString(16)}`.padEnd(LENGTH - 1)}\n`);
}

/** How long a mark may stay in memory before it is on the disk itself, in milliseconds. */
const SOON = 500;

/** The mark of a store that runs. */
export class MarkFile {
  readonly #file: number;
  #place = 0;
  #sync: NodeJS.Timeout | undefined;

  /** Makes the file where there is none. @param path the store's file */
  constructor(path: string) {
    const before = readMark(path);
    if (before === undefined || before === 'damaged') makeMark(path);
    this.#file = openSync(markOfFile(path), 'r+');
    // To the first place, whichever it has: the next mark goes to the second, and this one stays until that is whole.
    this.#put(before === undefined || before === 'damaged' ? FIRST : before);
  }

  /** @returns when the mark is written, which a crash of the process does not undo; it is on the disk itself soon after, without anybody waiting */
  write(mark: SyncMark): Promise<void> {
    this.#sync ??= setTimeout(() => {
      this.#sync = undefined;
      // Where that fails the disk has an older mark, or none that is newer.
      fdatasync(this.#file, () => undefined);
    }, SOON).unref();
    return new Promise((resolve, reject) =>
      write(this.#file, bytesOf(mark), 0, LENGTH, this.#next(), (thrown) =>
        thrown === null ? resolve() : reject(thrown),
      ),
    );
  }

  /** Writes the mark and waits for the disk. */
  writeNow(mark: SyncMark): void {
    this.#put(mark);
    fdatasyncSync(this.#file);
  }

  #put(mark: SyncMark): void {
    writeSync(this.#file, bytesOf(mark), 0, LENGTH, this.#next());
  }

  #next(): number {
    const place = this.#place;
    this.#place = PLACE - place;
    return place;
  }

  close(): void {
    clearTimeout(this.#sync);
    closeSync(this.#file);
  }
}

/** Makes a mark that says nothing, whole and on the disk before it has its name. */
function makeMark(path: string): void {
  const [mark, part] = [markOfFile(path), `${markOfFile(path)}.part`];
  rmSync(part, { force: true });
  privateFile(part);
  const file = openSync(part, 'r+');
  for (const place of [0, PLACE]) writeSync(file, bytesOf(FIRST), 0, LENGTH, place);
  fsyncSync(file);
  closeSync(file);
  renameSync(part, mark);
  syncFolder(dirname(path));
}

/** Brings names of files to the disk; Windows does so by itself, and cannot open a folder. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  fsyncSync(file);
  closeSync(file);
}
