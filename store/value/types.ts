/**
 * BSON values as the store holds them in memory. Documents are Maps: a Map keeps the order of fields whatever their names
 * (a JavaScript object moves "1" before "a") and a field named `__proto__` is a field like any other.
 *
 * Numbers: an int32 is a JavaScript number; so is a double, unless it looks like an int32, which is kept as `Double` so that
 * it is written back as the double it was. Int64 is `Long`. A field that is missing is `undefined`, never a value.
 */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { storeFault } from '../errors.ts';

/** A document: its fields in their order. */
export type Document = Map<string, Value>;

/** A document of fields whose names are known here; a whole number as a name would come first, whatever its place. */
export function documentOf(fields: Readonly<Record<string, Value>>): Document {
  return new Map(Object.entries(fields));
}

type Scalar =
  | null
  | boolean
  | number
  | string
  | Date
  | Double
  | Long
  | Decimal128
  | ObjectId
  | Binary
  | BSONRegExp
  | BSONSymbol
  | Timestamp
  | Code
  | DBRef
  | MinKey
  | MaxKey;
/** Any BSON value. */
export type Value = Scalar | Document | Value[];
/** A number of any of the four types. */
export type Numeric = number | Double | Long | Decimal128;

/** Names of types as `$type` and `$jsonSchema` spell them. */
export const TYPE_NUMBERS = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
} as const;
/** A name of a type. */
export type TypeName = keyof typeof TYPE_NUMBERS;

/** Whether a value is a document. */
export function isDocument(value: unknown): value is Document {
  return value instanceof Map;
}

const INT_MAX = 2 ** 31 - 1;
const INT_MIN = -(2 ** 31);

/** Whether a JavaScript number is written as int32. */
export function looksInt(value: number): boolean {
  return Number.isInteger(value) && value <= INT_MAX && value >= INT_MIN && !Object.is(value, -0);
}

/** A double that stays a double when it is written. */
export function double(value: number): number | Double {
  return looksInt(value) ? new Double(value) : value;
}

/** Whether a value is a number of any type. */
export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || value instanceof Double || isLong(value) || value instanceof Decimal128;
}

/** Int64. `Timestamp` extends `Long` in the driver's classes but is no number. */
export function isLong(value: unknown): value is Long {
  return value instanceof Long && !(value instanceof Timestamp);
}

/** Any numeric as a JavaScript number, rounded where a double cannot hold it. */
export function toNumber(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (value instanceof Double) return value.value;
  return value instanceof Decimal128 ? Number(value.toString()) : value.toNumber();
}

const CLASS_TYPES: readonly [new (...args: never[]) => unknown, TypeName][] = [
  [ObjectId, 'objectId'],
  [Date, 'date'],
  [Map, 'object'],
  [Double, 'double'],
  [Timestamp, 'timestamp'],
  [Long, 'long'],
  [Decimal128, 'decimal'],
  [Binary, 'binData'],
  [BSONRegExp, 'regex'],
  [BSONSymbol, 'symbol'],
  [DBRef, 'dbPointer'],
  [MinKey, 'minKey'],
  [MaxKey, 'maxKey'],
];

/** The type of a value. @throws StoreError InternalError for what is no BSON value */
export function typeOf(value: Value): TypeName {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return looksInt(value) ? 'int' : 'double';
  if (typeof value === 'boolean') return 'bool';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Code) return value.scope === null ? 'javascript' : 'javascriptWithScope';
  for (const [type, name] of CLASS_TYPES) if (value instanceof type) return name;
  throw storeFault('InternalError', `no BSON type for a ${typeof value}`);
}
