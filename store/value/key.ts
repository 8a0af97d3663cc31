/**
 * Values as bytes that sort as the values do (the idea of MongoDB's KeyString), so SQLite's b-tree keeps BSON order.
 *
 * A key is a byte for the kind of type, then the value in a form that ends by itself, so keys of several fields are simply
 * joined. A descending field has its bytes inverted. Text ends with 0x00, which is nowhere inside it: 0x00 is written 0x01 0x01, and 0x01 is
 * written 0x01 0x02. So no key begins another, and inverting keys reverses their order.
 */
import {
  BSONSymbol,
  Double,
  type Binary,
  type BSONRegExp,
  type Code,
  type DBRef,
  type ObjectId,
  type Timestamp,
} from 'bson';
import { storeFault } from '../errors.ts';
import { isDocument, isNumeric, typeOf, type TypeName, type Value } from './types.ts';
import { TYPE_RANK, textOf } from './compare.ts';
import { exactDouble, numericKey, POSITIVE_BYTE, NEGATIVE_BYTE } from './numeric-key.ts';

/** Stands in a key for a path that ends in an empty array: it sorts before null, as MongoDB keeps it by `undefined`. */
export const EMPTY_ARRAY: Value = [];

/** One key of several values. @param descending `descending[i]` inverts the i-th */
export function valueKey(values: readonly Value[], descending?: readonly boolean[]): Buffer {
  const key = new KeyWriter();
  for (let i = 0; i < values.length; i += 1) {
    const start = key.length;
    if (values[i] === EMPTY_ARRAY) key.byte(TYPE_RANK.undefined);
    else key.value(values[i]!);
    if (descending?.[i]) key.invert(start);
  }
  return key.written();
}

/**
 * A value as a string for sets and maps: the same for equal values, whatever their numeric type, and different for others. It does not sort.
 * Texts and numbers begin as their keys do, and need no buffer.
 */
export function identityOf(value: Value): string {
  if (typeof value === 'string') return TEXT_START + value;
  if (typeof value === 'number') return NUMBER_START + String(value);
  if (value instanceof BSONSymbol) return TEXT_START + value.value;
  const number = isNumeric(value) ? exactDouble(value) : undefined;
  if (number !== undefined) return NUMBER_START + String(number);
  const key = new KeyWriter();
  key.value(value);
  return key.written().toString('latin1');
}

const TEXT_START = String.fromCharCode(TYPE_RANK.string);
/** No key of a number is a numeral after this byte: numbers that no double holds have a byte 1 or 254 in the tenth place. */
const NUMBER_START = String.fromCharCode(POSITIVE_BYTE);

/** The longest key, in bytes: no document that is stored has one that is as long, and documents that hold each other twice may have one without end. */
const LONGEST = 64 * 1024 * 1024;
/** Enough for most keys, in bytes: an id, or two short texts. */
const FIRST_SIZE = 64;

/** The bytes of one key as they grow. An object for each key costs less than one buffer for all, from which keys are copied. Its members are plain properties, as in decode.ts. */
class KeyWriter {
  buffer = Buffer.allocUnsafe(FIRST_SIZE);
  length = 0;

  written(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  /** Inverts what was written from `start` on. */
  invert(start: number): void {
    const buffer = this.buffer;
    for (let i = start; i < this.length; i += 1) buffer[i] = ~buffer[i]!;
  }

  reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    if (this.length + bytes > LONGEST)
      throw storeFault('BSONObjectTooLarge', `a value to compare or to sort by is larger than ${LONGEST} bytes`);
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }

  byte(byte: number): void {
    this.reserve(1);
    this.buffer[this.length++] = byte;
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  text(text: string): void {
    const safe = text.includes('\0') || text.includes('\x01') ? escaped(text) : text;
    this.reserve(safe.length * 3 + 1);
    this.length += this.buffer.write(safe, this.length);
    this.byte(0);
  }

  value(value: Value): void {
    if (typeof value === 'string') {
      this.byte(TYPE_RANK.string);
      this.text(value);
    } else if (typeof value === 'number') {
      this.double(value);
    } else if (isNumeric(value)) {
      if (value instanceof Double) this.double(value.value);
      else this.bytes(numericKey(value));
    } else {
      const type = typeOf(value);
      this.byte(TYPE_RANK[type]);
      WRITERS[type]?.(this, value as never);
    }
  }

  /** The common case of `numericKey`, without a buffer of its own. */
  double(value: number): void {
    if (Number.isNaN(value)) return this.bytes(numericKey(value));
    this.reserve(10);
    const start = this.length;
    this.buffer[start] = value < 0 ? NEGATIVE_BYTE : POSITIVE_BYTE;
    this.buffer.writeDoubleBE(Math.abs(value), start + 1);
    this.buffer[start + 9] = 0;
    this.length += 10;
    if (value < 0) this.invert(start + 1);
  }

  unsigned32(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeUInt32BE(value, this.length);
  }

  signed64(value: bigint): void {
    this.reserve(8);
    this.length = this.buffer.writeBigUInt64BE(BigInt.asUintN(64, value) ^ (1n << 63n), this.length);
  }
}

function escaped(text: string): string {
  return text.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01');
}

/** What follows the byte of the type, by type. */
const WRITERS: Partial<Record<TypeName, (key: KeyWriter, value: never) => void>> = {
  objectId: (key, value: ObjectId) => key.bytes(value.id),
  date(key, value: Date) {
    const time = value.getTime();
    key.signed64(Number.isNaN(time) ? 0n : BigInt(time));
  },
  bool: (key, value: boolean) => key.byte(Number(value)),
  binData(key, value: Binary) {
    key.unsigned32(value.length());
    key.byte(value.sub_type);
    key.bytes(value.value());
  },
  timestamp(key, value: Timestamp) {
    key.unsigned32(value.t);
    key.unsigned32(value.i);
  },
  object(key, value: Value) {
    if (!isDocument(value)) return;
    for (const [name, inner] of value) {
      // Documents compare kind of type first, then the name, then the value.
      key.byte(isNumeric(inner) ? TYPE_RANK.int : TYPE_RANK[typeOf(inner)]);
      key.text(name);
      key.value(inner);
    }
    key.byte(0);
  },
  array(key, value: Value[]) {
    for (const inner of value) key.value(inner);
    key.byte(0);
  },
  symbol: (key, value: BSONSymbol) => key.text(textOf(value)),
  regex(key, value: BSONRegExp) {
    key.text(value.pattern);
    key.text(value.options);
  },
  dbPointer(key, value: DBRef) {
    key.text(value.collection);
    key.bytes(value.oid.id);
  },
  javascript: (key, value: Code) => key.text(value.code),
  javascriptWithScope: (key, value: Code) => key.text(JSON.stringify(value)),
};
