/** A ZIP archive, written to a file entry by entry and piece by piece; the sizes of an entry are put into its head when it has ended. */
import { once } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import { constants, createDeflateRaw, crc32, type DeflateRaw } from 'node:zlib';
import { tableWriteFault } from './errors.ts';

/** Larger archives need another form, which not every program reads. */
const MOST_BYTES = 0xffff_ffff;
/** How much text is collected before it is packed. */
const PIECE = 64 * 1024;
const HEAD_BYTES = 30;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATED = 8;
const VERSION = 20;
/** 1 January 1980, the first day that an archive can state: the hour of a file is nobody's business. */
const DAY = 0x21;

interface Entry {
  readonly name: Buffer;
  readonly at: number;
  crc: number;
  packed: number;
  bytes: number;
}

/** Writes one archive. */
export class ZipWriter {
  readonly #file: FileHandle;
  readonly #entries: Entry[] = [];
  #at = 0;
  #packer: DeflateRaw | undefined;
  #writing: Promise<void> = Promise.resolve();
  #pending = '';

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Begins an entry; what was written before belongs to the one before. */
  async open(name: string): Promise<void> {
    await this.#close();
    const entry = { name: Buffer.from(name), at: this.#at, crc: 0, packed: 0, bytes: 0 };
    this.#entries.push(entry);
    await this.#put(Buffer.concat([Buffer.alloc(HEAD_BYTES), entry.name]));
    const packer = createDeflateRaw({ level: constants.Z_DEFAULT_COMPRESSION });
    this.#packer = packer;
    this.#writing = (async () => {
      for await (const piece of packer as AsyncIterable<Buffer>) {
        entry.packed += piece.length;
        await this.#put(piece);
      }
    })();
    // Waited for when the entry is closed.
    this.#writing.catch(() => undefined);
  }

  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length > PIECE) await this.#pack();
  }

  async end(): Promise<void> {
    await this.#close();
    const start = this.#at;
    for (const entry of this.#entries) await this.#put(listed(entry));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.#entries.length, 8);
    end.writeUInt16LE(this.#entries.length, 10);
    end.writeUInt32LE(this.#at - start, 12);
    end.writeUInt32LE(start, 16);
    await this.#put(end);
  }

  async #pack(): Promise<void> {
    const bytes = Buffer.from(this.#pending);
    this.#pending = '';
    const entry = this.#entries.at(-1)!;
    entry.crc = crc32(bytes, entry.crc);
    entry.bytes += bytes.length;
    if (entry.bytes > MOST_BYTES)
      throw tableWriteFault('FILE_TOO_LONG', `expected at most ${MOST_BYTES} bytes, got more`);
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#packer!.write(bytes, (fault) => (fault == null ? resolve(undefined) : reject(fault)));
    await Promise.race([promise, this.#writing]);
  }

  async #close(): Promise<void> {
    if (this.#packer === undefined) return;
    await this.#pack();
    const ended = once(this.#packer, 'close');
    this.#packer.end();
    await this.#writing;
    await ended;
    this.#packer = undefined;
    const entry = this.#entries.at(-1)!;
    await this.#file.write(head(entry), 0, HEAD_BYTES, entry.at);
  }

  async #put(bytes: Buffer): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, this.#at);
    this.#at += bytes.length;
    if (this.#at > MOST_BYTES) throw tableWriteFault('FILE_TOO_LONG', `expected at most ${MOST_BYTES} bytes, got more`);
  }
}

function head(entry: Entry): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES);
  bytes.writeUInt32LE(0x04034b50, 0);
  described(entry).copy(bytes, 4);
  return bytes;
}

function listed(entry: Entry): Buffer {
  const bytes = Buffer.alloc(46);
  bytes.writeUInt32LE(0x02014b50, 0);
  bytes.writeUInt16LE(VERSION, 4);
  described(entry).copy(bytes, 6);
  bytes.writeUInt32LE(entry.at, 42);
  return Buffer.concat([bytes, entry.name]);
}

/** What the head of an entry and the list say of it alike. */
function described({ name, crc, packed, bytes }: Entry): Buffer {
  const said = Buffer.alloc(26);
  said.writeUInt16LE(VERSION, 0);
  said.writeUInt16LE(FLAGS, 2);
  said.writeUInt16LE(DEFLATED, 4);
  said.writeUInt16LE(DAY, 8);
  said.writeUInt32LE(crc, 10);
  said.writeUInt32LE(packed, 14);
  said.writeUInt32LE(bytes, 18);
  said.writeUInt16LE(name.length, 22);
  return said;
}
