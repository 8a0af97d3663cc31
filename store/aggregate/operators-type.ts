/** Types and conversions. */
import { Binary, Decimal128, Double, Long, ObjectId, Timestamp } from 'bson';
import { storeFault, StoreError } from '../errors.ts';
import { fitsLong, toBigInt, toDecimal } from '../value/arithmetic.ts';
import { doubleText } from '../value/double-text.ts';
import { shown } from '../value/shown.ts';
import {
  double,
  isNumeric,
  looksInt,
  toNumber,
  TYPE_NUMBERS,
  typeOf,
  type TypeName,
  type Value,
} from '../value/types.ts';
import { isTrue } from '../query/match.ts';
import { isNullish, namedArguments, operands } from './arguments.ts';
import type { Operator } from './scope.ts';

function failed(value: Value, to: string): Error {
  return storeFault(
    'ConversionFailure',
    `Unsupported conversion from ${typeOf(value)} to ${to} in $convert with no onError value`,
  );
}

function numberOf(value: Value, to: string): number {
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.getTime();
  if (isNumeric(value)) return toNumber(value);
  if (
    typeof value === 'string' &&
    value.trim() === value &&
    value !== '' &&
    !/^0x/i.test(value) &&
    !Number.isNaN(Number(value))
  )
    return Number(value);
  throw failed(value, to);
}

function wholeOf(value: Value, to: string): bigint {
  if (typeof value === 'string') {
    if (!/^[+-]?\d+$/.test(value)) throw failed(value, to);
    return BigInt(value.replace('+', ''));
  }
  if (isNumeric(value)) {
    if (!Number.isFinite(toNumber(value))) throw failed(value, to);
    return value instanceof Decimal128 ? BigInt(Math.trunc(toNumber(value))) : toBigInt(value);
  }
  return BigInt(Math.trunc(numberOf(value, to)));
}

function dateOf(value: Value): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  if (isNumeric(value) && !(typeof value === 'number' && looksInt(value))) return new Date(Math.trunc(toNumber(value)));
  const date =
    typeof value === 'string' ? new Date(/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(value) ? `${value}Z` : value) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) throw failed(value, 'date');
  return date;
}

function textFrom(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Double) return doubleText(value.value);
  if (typeof value === 'number' && !looksInt(value)) return doubleText(value);
  if (typeof value === 'boolean' || isNumeric(value)) return String(value);
  if (value instanceof Binary && value.sub_type === 4) return value.toUUID().toString();
  throw failed(value, 'string');
}

const CONVERT: Partial<Record<TypeName, (value: Value) => Value>> = {
  double: (value) => double(numberOf(value, 'double')),
  string: textFrom,
  bool: (value) => isTrue(value),
  date: dateOf,
  objectId(value) {
    if (value instanceof ObjectId) return value;
    if (typeof value !== 'string' || !/^[0-9a-f]{24}$/i.test(value)) throw failed(value, 'objectId');
    return new ObjectId(value);
  },
  int(value) {
    if (value instanceof Date) throw failed(value, 'int');
    const whole = Number(wholeOf(value, 'int'));
    if (!looksInt(whole)) throw failed(value, 'int');
    return whole;
  },
  long(value) {
    const whole = wholeOf(value, 'long');
    if (!fitsLong(whole)) throw failed(value, 'long');
    return Long.fromBigInt(whole);
  },
  decimal: (value) =>
    typeof value === 'string'
      ? Decimal128.fromString(value)
      : isNumeric(value)
        ? toDecimal(value)
        : Decimal128.fromString(String(numberOf(value, 'decimal'))),
};

function convertTo(type: TypeName): Operator {
  return operands(`$to${type}`, 1, 1, ([value]) => (isNullish(value) ? null : CONVERT[type]!(value)));
}

function convert(argument: Value, compile: Parameters<Operator>[1]): ReturnType<Operator> {
  const named = namedArguments('$convert', argument, ['input', 'to'], ['onError', 'onNull', 'format']);
  const part = (name: string): ReturnType<Operator> | undefined =>
    named.has(name) ? compile(named.get(name)!) : undefined;
  const [input, to, onError, onNull] = ['input', 'to', 'onError', 'onNull'].map(part);
  return (scope) => {
    const value = input!(scope);
    if (isNullish(value)) return onNull === undefined ? null : onNull(scope);
    const target = to!(scope);
    const name =
      typeof target === 'string' ? target : Object.entries(TYPE_NUMBERS).find(([, code]) => code === target)?.[0];
    const run = CONVERT[name as TypeName];
    if (run === undefined) throw storeFault('BadValue', `Unknown type name: ${shown(target)}`);
    try {
      return run(value);
    } catch (thrown) {
      if (onError === undefined) throw thrown instanceof StoreError ? thrown : failed(value, name!);
      return onError(scope);
    }
  };
}

/** Operators on types. */
export const TYPES: Readonly<Record<string, Operator>> = {
  $type: operands('$type', 1, 1, ([value]) => (value === undefined ? 'missing' : typeOf(value))),
  $isNumber: operands('$isNumber', 1, 1, ([value]) => isNumeric(value)),
  $convert: convert,
  $toBool: convertTo('bool'),
  $toDate: convertTo('date'),
  $toDecimal: convertTo('decimal'),
  $toDouble: convertTo('double'),
  $toInt: convertTo('int'),
  $toLong: convertTo('long'),
  $toObjectId: convertTo('objectId'),
  $toString: convertTo('string'),
};
