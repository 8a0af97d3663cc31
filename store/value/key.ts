/**
 * Values as bytes that sort as the values do (the idea of MongoDB's KeyString), so SQLite's b-tree keeps BSON order.
 *
 * A key is a byte for the kind of type, then the value in a form that ends by itself, so keys of several fields are simply
 * joined. A descending field has its bytes inverted. Text ends with 0x00; a 0x00 inside is written 0x00 0xFF.
 */
import { Double, type Binary, type BSONRegExp, type Code, type DBRef, type ObjectId, type Timestamp } from 'bson';
import { isDocument, isNumeric, typeOf, type Value } from './types.ts';
import { TYPE_RANK, textOf } from './compare.ts';
import { numericKey, POSITIVE_BYTE, NEGATIVE_BYTE } from './numeric-key.ts';

let buffer = Buffer.allocUnsafe(4096);
let length = 0;

/** Stands in a key for a path that ends in an empty array: it sorts before null, as MongoDB keeps it by `undefined`. */
export const EMPTY_ARRAY: Value = [];

/** One key of several values. `descending[i]` inverts the i-th. */
export function valueKey(values: readonly Value[], descending?: readonly boolean[]): Buffer {
  length = 0;
  for (let i = 0; i < values.length; i += 1) {
    const start = length;
    if (values[i] === EMPTY_ARRAY) writeByte(TYPE_RANK.undefined);
    else writeValue(values[i]!);
    if (descending?.[i]) invert(start, length);
  }
  return Buffer.from(buffer.subarray(0, length));
}

/** The key of one value as a string: equal for equal values, whatever their numeric type. For sets and maps. */
export function identityOf(value: Value): string {
  length = 0;
  writeValue(value);
  return buffer.toString('latin1', 0, length);
}

function invert(start: number, end: number): void {
  for (let i = start; i < end; i += 1) buffer[i] = ~buffer[i]!;
}

function reserve(bytes: number): void {
  if (length + bytes <= buffer.length) return;
  const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + bytes));
  buffer.copy(larger, 0, 0, length);
  buffer = larger;
}

function writeByte(byte: number): void {
  reserve(1);
  buffer[length++] = byte;
}

function writeBytes(bytes: Uint8Array): void {
  reserve(bytes.length);
  buffer.set(bytes, length);
  length += bytes.length;
}

function writeText(text: string): void {
  reserve(text.length * 3 + 1);
  if (text.includes('\0')) {
    for (const byte of Buffer.from(text)) {
      writeByte(byte);
      if (byte === 0) writeByte(0xff);
    }
  } else {
    length += buffer.write(text, length);
  }
  writeByte(0);
}

function writeValue(value: Value): void {
  if (typeof value === 'string') {
    writeByte(TYPE_RANK.string);
    writeText(value);
  } else if (typeof value === 'number') {
    writeDouble(value);
  } else if (isNumeric(value)) {
    if (value instanceof Double) writeDouble(value.value);
    else writeBytes(numericKey(value));
  } else {
    const type = typeOf(value);
    writeByte(TYPE_RANK[type]);
    WRITERS[type]?.(value as never);
  }
}

/** The common case of `numericKey`, without a buffer of its own. */
function writeDouble(value: number): void {
  if (Number.isNaN(value)) return writeBytes(numericKey(value));
  reserve(10);
  const start = length;
  buffer[length] = value < 0 ? NEGATIVE_BYTE : POSITIVE_BYTE;
  buffer.writeDoubleBE(Math.abs(value), length + 1);
  buffer[length + 9] = 0;
  length += 10;
  if (value < 0) invert(start + 1, length);
}

function writeSigned64(value: bigint): void {
  reserve(8);
  buffer.writeBigUInt64BE(BigInt.asUintN(64, value) ^ (1n << 63n), length);
  length += 8;
}

function writeBinary(value: Binary): void {
  reserve(5);
  buffer.writeUInt32BE(value.length(), length);
  buffer[length + 4] = value.sub_type;
  length += 5;
  writeBytes(value.value());
}

function writeDate(value: Date): void {
  const time = value.getTime();
  writeSigned64(Number.isNaN(time) ? 0n : BigInt(time));
}

const WRITERS: Partial<Record<ReturnType<typeof typeOf>, (value: never) => void>> = {
  objectId: (value: ObjectId) => writeBytes(value.id),
  date: writeDate,
  bool: (value: boolean) => writeByte(Number(value)),
  binData: writeBinary,
  timestamp(value: Timestamp) {
    reserve(8);
    buffer.writeUInt32BE(value.t, length);
    buffer.writeUInt32BE(value.i, length + 4);
    length += 8;
  },
  object(value: Value) {
    if (!isDocument(value)) return;
    for (const [name, inner] of value) {
      // Documents compare kind of type first, then the name, then the value.
      writeByte(isNumeric(inner) ? 20 : TYPE_RANK[typeOf(inner)]);
      writeText(name);
      writeValue(inner);
    }
    writeByte(0);
  },
  array(value: Value[]) {
    for (const inner of value) writeValue(inner);
    writeByte(0);
  },
  symbol: (value: never) => writeText(textOf(value)),
  regex(value: BSONRegExp) {
    writeText(value.pattern);
    writeText(value.options);
  },
  dbPointer(value: DBRef) {
    writeText(value.collection);
    writeBytes(value.oid.id);
  },
  javascript: (value: Code) => writeText(String(value.code)),
  javascriptWithScope: (value: Code) => writeText(JSON.stringify(value)),
};
