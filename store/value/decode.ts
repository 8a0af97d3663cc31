/**
 * BSON bytes to values. `bson.deserialize` is not used because it loses what this store promises to keep: the order of
 * number-like field names, int32 beside double (unless each number becomes an object) and the type of DBRef-like documents.
 * Every length is checked before it is used, and nesting is bounded.
 */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { storeFault, type StoreError } from '../errors.ts';
import { double, type Document, type Value } from './types.ts';

/** The deepest nesting, in documents and arrays; MongoDB's limit for stored documents. */
const MAX_BSON_DEPTH = 100;
/** The largest document, in bytes: MongoDB's limit. */
export const MAX_DOCUMENT = 16 * 1024 * 1024;

/**
 * Builds the values of a document.
 * @param source one BSON document, exactly
 * @param wanted the top-level fields to build; the others are skipped
 * @throws StoreError InvalidBSON, Overflow
 */
export function decode(source: Buffer, wanted?: ReadonlySet<string>): Document {
  if (source.length < 5 || source.readInt32LE(0) !== source.length) throw broken('the length does not fit');
  return new BsonReader(source).document(wanted);
}

/** Where the element of a top-level field lies: its type byte to its end. `undefined` when the field is missing. */
export function elementRange(source: Buffer, wanted: string): { start: number; end: number } | undefined {
  const reader = new BsonReader(source);
  reader.at = 4;
  while (reader.at < source.length - 1) {
    const start = reader.at;
    const type = source[reader.at++]!;
    const name = reader.cString();
    reader.skip(type);
    if (name === wanted) return { start, end: reader.at };
  }
  return undefined;
}

function broken(why: string): StoreError {
  return storeFault('InvalidBSON', `not a BSON document: ${why}`);
}

/**
 * Names of fields by a hash of their bytes. They repeat from document to document, so a short one is found here instead of being made anew.
 * This cache alone is shared by all readers: without it, decoding a whole document takes 40 % more CPU time, and one field of it twice as much.
 */
const knownNames = new Array<string | undefined>(4096);
const LONGEST_KNOWN = 32;

function isSameAscii(name: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < name.length; i += 1) if (name.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

/** A cursor over the bytes of one document. Its members are plain properties: private ones (`#`) take a tenth more CPU time here. */
class BsonReader {
  readonly bytes: Buffer;
  /** The next byte to read. */
  at = 0;
  depth = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Moves over `size` bytes. @returns where they begin */
  take(size: number): number {
    const start = this.at;
    if (size < 0 || start + size > this.bytes.length) throw broken('a value ends after its document');
    this.at = start + size;
    return start;
  }

  enter(): number {
    const start = this.take(4);
    const end = start + this.bytes.readInt32LE(start);
    if (end > this.bytes.length || end < this.at + 1 || this.bytes[end - 1] !== 0)
      throw broken('the length of an inner document does not fit');
    this.depth += 1;
    if (this.depth > MAX_BSON_DEPTH) throw storeFault('Overflow', `nesting exceeds the limit of ${MAX_BSON_DEPTH}`);
    return end;
  }

  leave(end: number): void {
    if (this.at !== end - 1) throw broken('an inner document does not end where it should');
    this.at = end;
    this.depth -= 1;
  }

  document(wanted?: ReadonlySet<string>): Document {
    const end = this.enter();
    const document: Document = new Map();
    while (this.at < end - 1) {
      const type = this.bytes[this.at++]!;
      const name = this.cString();
      if (wanted === undefined || wanted.has(name)) document.set(name, this.value(type));
      else this.skip(type);
    }
    this.leave(end);
    return document;
  }

  array(): Value[] {
    const end = this.enter();
    const array: Value[] = [];
    while (this.at < end - 1) {
      const type = this.bytes[this.at++]!;
      this.skipCString();
      array.push(this.value(type));
    }
    this.leave(end);
    return array;
  }

  skipCString(): void {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw broken('a name does not end');
    this.at = end + 1;
  }

  cString(): string {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let hash = 0;
    let byte: number | undefined;
    let ascii = 0;
    while ((byte = bytes[at++])) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      ascii |= byte;
    }
    if (byte === undefined) throw broken('a name does not end');
    this.at = at;
    const length = at - 1 - start;
    if (ascii >= 0x80 || length > LONGEST_KNOWN) return bytes.toString('utf8', start, at - 1);
    const slot = hash & 4095;
    const known = knownNames[slot];
    if (known !== undefined && known.length === length && isSameAscii(known, bytes, start)) return known;
    return (knownNames[slot] = bytes.toString('latin1', start, at - 1));
  }

  string(): string {
    const size = this.int();
    if (size < 1) throw broken('a string has no end');
    const start = this.take(size);
    if (this.bytes[this.at - 1] !== 0) throw broken('a string does not end with zero');
    return this.bytes.toString('utf8', start, this.at - 1);
  }

  int(): number {
    return this.bytes.readInt32LE(this.take(4));
  }

  /** A copy, which outlives the message. */
  copy(size: number): Uint8Array {
    const start = this.take(size);
    return Uint8Array.prototype.slice.call(this.bytes, start, start + size);
  }

  value(type: number): Value {
    switch (type) {
      case 2:
        return this.string();
      case 16:
        return this.int();
      case 3:
        return this.document();
      case 4:
        return this.array();
    }
    const read = READERS[type];
    if (read === undefined) throw broken(`unknown type ${type}`);
    return read(this);
  }

  /** Moves over a value without building it. */
  skip(type: number): void {
    const size = FIXED_SIZES[type];
    if (size !== undefined) this.take(size);
    else if (type === 2 || type === 13 || type === 14) this.take(this.int());
    else if (type === 3 || type === 4 || type === 15) this.take(this.int() - 4);
    else if (type === 5) this.take(this.int() + 1);
    else this.value(type);
  }
}

function readBinary(from: BsonReader): Binary {
  const size = from.int();
  const subType = from.bytes[from.take(1)]!;
  return new Binary(from.copy(size), subType);
}

function readLong(from: BsonReader): Long {
  const start = from.take(8);
  return new Long(from.bytes.readInt32LE(start), from.bytes.readInt32LE(start + 4));
}

function readDate(from: BsonReader): Date {
  const start = from.take(8);
  return new Date(from.bytes.readInt32LE(start + 4) * 2 ** 32 + from.bytes.readUInt32LE(start));
}

function readTimestamp(from: BsonReader): Timestamp {
  const start = from.take(8);
  return new Timestamp({ i: from.bytes.readUInt32LE(start), t: from.bytes.readUInt32LE(start + 4) });
}

function readRegex(from: BsonReader): BSONRegExp {
  const pattern = from.cString();
  return new BSONRegExp(pattern, Array.from(from.cString()).sort().join(''));
}

function readCodeWithScope(from: BsonReader): Code {
  from.take(4);
  const code = from.string();
  return new Code(code, Object.fromEntries(from.document()));
}

const READERS: Readonly<Record<number, (from: BsonReader) => Value>> = {
  1: (from) => double(from.bytes.readDoubleLE(from.take(8))),
  5: readBinary,
  6: () => null,
  7: (from) => new ObjectId(from.copy(12)),
  8: (from) => from.bytes[from.take(1)] !== 0,
  9: readDate,
  10: () => null,
  11: readRegex,
  12: (from) => new DBRef(from.string(), new ObjectId(from.copy(12))),
  13: (from) => new Code(from.string()),
  14: (from) => new BSONSymbol(from.string()),
  15: readCodeWithScope,
  17: readTimestamp,
  18: readLong,
  19: (from) => new Decimal128(from.copy(16)),
  127: () => new MaxKey(),
  255: () => new MinKey(),
};

/** Bytes of the values that have one size, by type. */
const FIXED_SIZES: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};
