/** BSON comparison order, the order of sorts, ranges and indexes: first by kind of type, then by value. */
import {
  Decimal128,
  Double,
  type Binary,
  type BSONRegExp,
  type BSONSymbol,
  type Code,
  type DBRef,
  type ObjectId,
  type Timestamp,
  type Long,
} from 'bson';
import { type Document, type Numeric, typeOf, type TypeName, type Value } from './types.ts';
import { numericKey } from './numeric-key.ts';

/** MongoDB's canonical order of types; types of one rank compare by value. */
export const TYPE_RANK: Readonly<Record<TypeName, number>> = {
  minKey: 9,
  undefined: 10,
  null: 15,
  int: 20,
  long: 20,
  double: 20,
  decimal: 20,
  symbol: 25,
  string: 25,
  object: 30,
  array: 35,
  binData: 40,
  objectId: 45,
  bool: 50,
  date: 55,
  timestamp: 57,
  regex: 60,
  dbPointer: 65,
  javascript: 70,
  javascriptWithScope: 75,
  maxKey: 137,
};
/** A missing field sorts before null where the two differ (aggregation comparisons). */
const MISSING_RANK = 10;

/** Where the type of a value stands in MongoDB's order of types; types of one rank compare by value. */
export function rankOf(value: Value | undefined): number {
  if (value === undefined) return MISSING_RANK;
  if (typeof value === 'string') return 25;
  if (typeof value === 'number') return 20;
  return TYPE_RANK[typeOf(value)];
}

/** Compares two values; a missing one stands before null. @returns below, equal to or above zero */
export function compare(a: Value | undefined, b: Value | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return compareDoubles(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  // Also where a value holds another twice, again and again: then nothing is looked into.
  if (a === b) return 0;
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  if (difference !== 0) return difference;
  return COMPARE_BY_RANK[rank]?.(a as never, b as never) ?? 0;
}

/** Whether two values compare as equal, whatever their numeric type. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  return compare(a, b) === 0;
}

const COMPARE_BY_RANK: Record<number, (a: never, b: never) => number> = {
  20: (a: Numeric, b: Numeric) => compareNumerics(a, b),
  25: (a: string | BSONSymbol, b: string | BSONSymbol) => compareStrings(textOf(a), textOf(b)),
  30: (a: Document, b: Document) => compareDocuments(a, b),
  35: (a: Value[], b: Value[]) => compareArrays(a, b),
  40: (a: Binary, b: Binary) =>
    a.length() - b.length() || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value()),
  45: (a: ObjectId, b: ObjectId) => Buffer.compare(a.id, b.id),
  50: (a: boolean, b: boolean) => Number(a) - Number(b),
  55: (a: Date, b: Date) => a.getTime() - b.getTime(),
  57: (a: Timestamp, b: Timestamp) => (a as unknown as Long).compare(b),
  60: (a: BSONRegExp, b: BSONRegExp) => compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options),
  65: (a: DBRef, b: DBRef) => compareStrings(a.collection, b.collection) || Buffer.compare(a.oid.id, b.oid.id),
  70: (a: Code, b: Code) => compareStrings(a.code, b.code),
  75: (a: Code, b: Code) => compareStrings(JSON.stringify(a), JSON.stringify(b)),
};

/** The text of a string or symbol, which compare alike. */
export function textOf(value: string | BSONSymbol): string {
  return typeof value === 'string' ? value : value.value;
}

/** NaN is equal to itself and below every other number. */
function compareDoubles(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

function compareNumerics(a: Numeric, b: Numeric): number {
  const x = a instanceof Double ? a.value : a;
  const y = b instanceof Double ? b.value : b;
  if (typeof x === 'number' && typeof y === 'number') return compareDoubles(x, y);
  if (!(x instanceof Decimal128) && !(y instanceof Decimal128) && typeof x !== 'number' && typeof y !== 'number')
    return x.compare(y);
  return Buffer.compare(numericKey(x), numericKey(y));
}

/** Compares texts by their UTF-8 bytes. JavaScript compares UTF-16 units, which puts surrogate pairs before U+E000..U+FFFF; this moves them behind. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? byCodePoint(x) - byCodePoint(y) : x - y;
  }
  return a.length - b.length;
}

function byCodePoint(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** Field by field in their order: kind of type, then name, then value. */
function compareDocuments(a: Document, b: Document): number {
  const rest = b.entries();
  for (const [name, value] of a) {
    const next = rest.next();
    if (next.done) return 1;
    const [otherName, other] = next.value;
    const order = rankOf(value) - rankOf(other) || compareStrings(name, otherName) || compare(value, other);
    if (order !== 0) return order;
  }
  return rest.next().done ? 0 : -1;
}

function compareArrays(a: Value[], b: Value[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const order = compare(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
