/**
 * How much of SQLite's log (the WAL file) is whole, without opening the store: SQLite itself takes the first frame whose checksum does not
 * fit for the end. The format is documented at https://sqlite.org/fileformat2.html#walformat.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';

/** The part of a log that SQLite reads. */
export interface LogFrames {
  /** The salt that the log was begun with, in hexadecimal; each new beginning has another. Empty where the header is not whole. */
  readonly salt: string;
  /** How many frames there are up to the last commit. */
  readonly frames: number;
}

/** The length of the log's header, in bytes. */
const HEADER = 32;
const FRAME_HEADER = 24;
/** The header's first number; one more where the checksums are of big-endian words. */
const MAGIC = 0x377f0682;
const NO_LOG: LogFrames = { salt: '', frames: 0 };

/** Where the log of a store's file is. */
export const logOfFile = (path: string): string => `${path}-wal`;

/** Reads a log. @param path the store's file */
export function wholeFrames(path: string): LogFrames {
  let file: number;
  try {
    file = openSync(logOfFile(path), 'r');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return NO_LOG;
    throw thrown;
  }
  try {
    return framesOf(file);
  } finally {
    closeSync(file);
  }
}

/** The salt in the header of an open log, whole or not. */
export function saltOf(file: number): string {
  const salt = Buffer.alloc(8);
  return readSync(file, salt, 0, 8, 16) === 8 ? salt.toString('hex') : '';
}

function framesOf(file: number): LogFrames {
  const header = Buffer.alloc(HEADER);
  if (readSync(file, header, 0, HEADER, 0) < HEADER) return NO_LOG;
  const magic = header.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== MAGIC) return NO_LOG;
  const swapped = (magic & 1) === 1 ? endianness() === 'LE' : endianness() === 'BE';
  const sums = new Checksum(swapped);
  if (!sums.add(header.subarray(0, 24)).equals(header, 24)) return NO_LOG;
  const frame = Buffer.alloc(FRAME_HEADER + header.readUInt32BE(8));
  let [frames, read] = [0, 0];
  while (readSync(file, frame, 0, frame.length, HEADER + read * frame.length) === frame.length) {
    const fits = frame.compare(header, 16, 24, 8, 16) === 0;
    if (!fits || !sums.add(frame.subarray(0, 8)).add(frame.subarray(FRAME_HEADER)).equals(frame, 16)) break;
    read += 1;
    // Only the last frame of a commit has the size of the file after it.
    if (frame.readUInt32BE(4) !== 0) frames = read;
  }
  return { salt: header.toString('hex', 16, 24), frames };
}

/** The running checksum of a log: each frame's goes on from the one before. */
class Checksum {
  readonly #swapped: boolean;
  #first = 0;
  #second = 0;

  constructor(swapped: boolean) {
    this.#swapped = swapped;
  }

  add(bytes: Buffer): this {
    // Aligned, and in the machine's order of bytes.
    const copy = Buffer.from(new Uint8Array(bytes).buffer);
    const words = this.#swapped ? copy.swap32() : copy;
    const numbers = new Uint32Array(words.buffer, words.byteOffset, words.length / 4);
    for (let i = 0; i < numbers.length; i += 2) {
      this.#first = (this.#first + numbers[i]! + this.#second) | 0;
      this.#second = (this.#second + numbers[i + 1]! + this.#first) | 0;
    }
    return this;
  }

  equals(bytes: Buffer, at: number): boolean {
    return bytes.readInt32BE(at) === this.#first && bytes.readInt32BE(at + 4) === this.#second;
  }
}
