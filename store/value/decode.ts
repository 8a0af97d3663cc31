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

/** As MongoDB's limit for stored documents. */
const MAX_BSON_DEPTH = 100;
/** The largest document, in bytes. */
export const MAX_DOCUMENT = 16 * 1024 * 1024;

let bytes: Buffer;
let at = 0;
let depth = 0;

/**
 * @param source one BSON document, exactly
 * @param wanted only these top-level fields are built; the others are skipped
 * @throws StoreError InvalidBSON, Overflow
 */
export function decode(source: Buffer, wanted?: ReadonlySet<string>): Document {
  bytes = source;
  at = 0;
  depth = 0;
  if (source.length < 5 || source.readInt32LE(0) !== source.length) throw broken('the length does not fit');
  const document = readDocument(wanted);
  bytes = EMPTY;
  return document;
}
const EMPTY = Buffer.alloc(0);

function broken(why: string): StoreError {
  return storeFault('InvalidBSON', `not a BSON document: ${why}`);
}

/** Moves over `size` bytes. @returns where they begin */
function take(size: number): number {
  const start = at;
  if (size < 0 || start + size > bytes.length) throw broken('a value ends after its document');
  at = start + size;
  return start;
}

function enter(): number {
  const start = take(4);
  const end = start + bytes.readInt32LE(start);
  if (end > bytes.length || end < at + 1 || bytes[end - 1] !== 0)
    throw broken('the length of an inner document does not fit');
  depth += 1;
  if (depth > MAX_BSON_DEPTH) throw storeFault('Overflow', `nesting exceeds the limit of ${MAX_BSON_DEPTH}`);
  return end;
}

function leave(end: number): void {
  if (at !== end - 1) throw broken('an inner document does not end where it should');
  at = end;
  depth -= 1;
}

function readDocument(wanted?: ReadonlySet<string>): Document {
  const end = enter();
  const document: Document = new Map();
  while (at < end - 1) {
    const type = bytes[at++]!;
    const name = readCString();
    if (wanted === undefined || wanted.has(name)) document.set(name, readValue(type));
    else skipValue(type);
  }
  leave(end);
  return document;
}

function readArray(): Value[] {
  const end = enter();
  const array: Value[] = [];
  while (at < end - 1) {
    const type = bytes[at++]!;
    skipCString();
    array.push(readValue(type));
  }
  leave(end);
  return array;
}

function skipCString(): void {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw broken('a name does not end');
  at = end + 1;
}

/** Names repeat from document to document, so short ones are found by their bytes instead of being made anew. */
const names: (string | undefined)[] = new Array(4096);

function readCString(): string {
  const start = at;
  let hash = 0;
  let byte: number | undefined;
  let ascii = 0;
  while ((byte = bytes[at++])) {
    hash = (Math.imul(hash, 31) + byte) | 0;
    ascii |= byte;
  }
  if (byte === undefined) throw broken('a name does not end');
  const length = at - 1 - start;
  if (ascii >= 0x80 || length > 32) return bytes.toString('utf8', start, at - 1);
  const known = names[hash & 4095];
  if (known !== undefined && known.length === length && sameAscii(known, start)) return known;
  const name = bytes.toString('latin1', start, at - 1);
  names[hash & 4095] = name;
  return name;
}

function sameAscii(name: string, start: number): boolean {
  for (let i = 0; i < name.length; i += 1) if (name.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

function readString(): string {
  const size = bytes.readInt32LE(take(4));
  if (size < 1) throw broken('a string has no end');
  const start = take(size);
  if (bytes[at - 1] !== 0) throw broken('a string does not end with zero');
  return bytes.toString('utf8', start, at - 1);
}

function readBinary(): Binary {
  const size = bytes.readInt32LE(take(4));
  const subType = bytes[take(1)]!;
  const start = take(size);
  return new Binary(Uint8Array.prototype.slice.call(bytes, start, at), subType);
}

function readObjectId(): ObjectId {
  const start = take(12);
  return new ObjectId(Uint8Array.prototype.slice.call(bytes, start, start + 12));
}

function readLong(): Long {
  const start = take(8);
  return new Long(bytes.readInt32LE(start), bytes.readInt32LE(start + 4));
}

function readDate(): Date {
  const start = take(8);
  return new Date(bytes.readInt32LE(start + 4) * 2 ** 32 + bytes.readUInt32LE(start));
}

function readTimestamp(): Timestamp {
  const start = take(8);
  return new Timestamp({ i: bytes.readUInt32LE(start), t: bytes.readUInt32LE(start + 4) });
}

function readDecimal(): Decimal128 {
  const start = take(16);
  return new Decimal128(Uint8Array.prototype.slice.call(bytes, start, start + 16));
}

function readRegex(): BSONRegExp {
  const pattern = readCString();
  return new BSONRegExp(pattern, [...readCString()].sort().join(''));
}

function readCodeWithScope(): Code {
  take(4);
  const code = readString();
  return new Code(code, Object.fromEntries(readDocument()));
}

const READERS: Readonly<Record<number, () => Value>> = {
  1: () => double(bytes.readDoubleLE(take(8))),
  2: readString,
  3: () => readDocument(),
  4: readArray,
  5: readBinary,
  6: () => null,
  7: readObjectId,
  8: () => bytes[take(1)] !== 0,
  9: readDate,
  10: () => null,
  11: readRegex,
  12: () => new DBRef(readString(), readObjectId()),
  13: () => new Code(readString()),
  14: () => new BSONSymbol(readString()),
  15: readCodeWithScope,
  16: () => bytes.readInt32LE(take(4)),
  17: readTimestamp,
  18: readLong,
  19: readDecimal,
  127: () => new MaxKey(),
  255: () => new MinKey(),
};

function readValue(type: number): Value {
  switch (type) {
    case 2:
      return readString();
    case 16:
      return bytes.readInt32LE(take(4));
    case 3:
      return readDocument();
    case 4:
      return readArray();
  }
  const read = READERS[type];
  if (read === undefined) throw broken(`unknown type ${type}`);
  return read();
}

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

/** Moves over a value without building it. */
function skipValue(type: number): void {
  const size = FIXED_SIZES[type];
  if (size !== undefined) take(size);
  else if (type === 2 || type === 13 || type === 14) take(bytes.readInt32LE(take(4)));
  else if (type === 3 || type === 4 || type === 15) take(bytes.readInt32LE(take(4)) - 4);
  else if (type === 5) take(bytes.readInt32LE(take(4)) + 1);
  else readValue(type);
}

/** Where the element of a top-level field lies: its type byte to its end. `undefined` when the field is missing. */
export function elementRange(source: Buffer, wanted: string): { start: number; end: number } | undefined {
  bytes = source;
  at = 4;
  while (at < source.length - 1) {
    const start = at;
    const type = bytes[at++]!;
    const name = readCString();
    skipValue(type);
    if (name === wanted) return { start, end: at };
  }
  return undefined;
}
