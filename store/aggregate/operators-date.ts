/** Dates in UTC: their parts, what lies between two of them, and a date of a text. */
import { Long, ObjectId, Timestamp } from 'bson';
import { storeFault, notOffered } from '../errors.ts';
import { shown } from '../value/shown.ts';
import { isDocument, typeOf, type Value } from '../value/types.ts';
import { isNullish, namedArguments } from './arguments.ts';
import type { Compile, Expression, Operator, Scope } from './scope.ts';

const DAY = 86_400_000;

/** @throws StoreError Location16006 */
function dateOf(value: Value): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  throw storeFault('Location16006', `can't convert from BSON type ${typeOf(value)} to Date`);
}

const PARTS: Readonly<Record<string, (date: Date) => Value>> = {
  $year: (date) => date.getUTCFullYear(),
  $month: (date) => date.getUTCMonth() + 1,
  $dayOfMonth: (date) => date.getUTCDate(),
  $hour: (date) => date.getUTCHours(),
  $minute: (date) => date.getUTCMinutes(),
  $second: (date) => date.getUTCSeconds(),
  $millisecond: (date) => date.getUTCMilliseconds(),
};

/** What MongoDB has and this store refuses of the operators on dates. */
const REFUSED_ARGUMENTS: readonly string[] = ['timezone', 'startOfWeek', 'format'];

/** Compiles named arguments. @returns their values in a scope @throws StoreError CommandNotSupported, FailedToParse */
function evaluatorOf(
  name: string,
  argument: Value,
  compile: Compile,
  names: { readonly required: readonly string[]; readonly optional?: readonly string[] },
): (scope: Scope) => Map<string, Value | undefined> {
  if (isDocument(argument))
    for (const option of REFUSED_ARGUMENTS)
      if (argument.has(option)) throw notOffered(`the argument ${option} of ${name}`);
  const parts = [...namedArguments(name, argument, names.required, names.optional)].map(
    ([key, part]) => [key, compile(part)] as const,
  );
  return (scope) => new Map(parts.map(([key, part]) => [key, part(scope)]));
}

/** `$year: <date>`, `$year: [<date>]` or `$year: {date}`. */
function part(name: string, read: (date: Date) => Value): Operator {
  return (argument, compile) => {
    const single = Array.isArray(argument) && argument.length === 1 ? argument[0]! : argument;
    const isNamed = isDocument(single) && ![...single.keys()][0]?.startsWith('$');
    const evaluate = isNamed ? evaluatorOf(name, single, compile, { required: ['date'] }) : undefined;
    const date: Expression = evaluate === undefined ? compile(single) : (scope) => evaluate(scope).get('date');
    return (scope) => {
      const value = date(scope);
      return isNullish(value) ? null : read(dateOf(value));
    };
  };
}

const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };
const LENGTHS: Readonly<Record<string, number>> = {
  week: 7 * DAY,
  day: DAY,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};

/** @throws StoreError FailedToParse */
function unitOf(value: Value | undefined): string {
  if (typeof value !== 'string' || (MONTHS[value] === undefined && LENGTHS[value] === undefined))
    throw storeFault('FailedToParse', `unknown time unit value: ${shown(value)}`);
  return value;
}

/** How many borders of the unit lie between two dates. */
function difference(argument: Value, compile: Compile): Expression {
  const evaluate = evaluatorOf('$dateDiff', argument, compile, { required: ['startDate', 'endDate', 'unit'] });
  return (scope) => {
    const values = evaluate(scope);
    const [start, end, unit] = ['startDate', 'endDate', 'unit'].map((key) => values.get(key));
    if (isNullish(start) || isNullish(end) || isNullish(unit)) return null;
    const name = unitOf(unit);
    return Long.fromNumber(count(dateOf(end), name) - count(dateOf(start), name));
  };
}

/** How many borders of the unit lie between a date and the first of January 1970; weeks begin on Sunday. */
function count(date: Date, unit: string): number {
  const months = MONTHS[unit];
  if (months !== undefined) return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months);
  // The first of January 1970 was a Thursday.
  if (unit === 'week') return Math.floor((Math.floor(date.getTime() / DAY) + 4) / 7);
  return Math.floor(date.getTime() / LENGTHS[unit]!);
}

const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?(?:Z|([+-])(\d\d):?(\d\d))?)?$/;

/** `$dateFromString` of `YYYY-MM-DD` and `YYYY-MM-DDTHH:MM:SS.mmm+HH:MM`. */
function fromText(argument: Value, compile: Compile): Expression {
  const evaluate = evaluatorOf('$dateFromString', argument, compile, {
    required: ['dateString'],
    optional: ['onError', 'onNull'],
  });
  return (scope) => {
    const values = evaluate(scope);
    const text = values.get('dateString');
    if (isNullish(text)) return values.has('onNull') ? values.get('onNull') : null;
    const date = dateIn(text);
    if (date !== undefined) return date;
    if (values.has('onError')) return values.get('onError');
    throw storeFault('ConversionFailure', 'Error parsing date string');
  };
}

/** @returns `undefined` for what is no date @throws StoreError CommandNotSupported for a text that MongoDB may read in another of its ways */
function dateIn(text: Value): Date | undefined {
  if (typeof text !== 'string' || !/\d/.test(text)) return undefined;
  const found = ISO_DATE.exec(text);
  if (found === null) throw notOffered('$dateFromString of a text that is not YYYY-MM-DD, or this with a time,');
  const [, year, month, day, hour, minute, second, fraction, sign, hoursEast, minutesEast] = found;
  const [m, d, h, min, s] = [month, day, hour, minute, second].map((digits) => Number(digits ?? 0)) as Five;
  const midnight = midnightOf(Number(year), m - 1, d);
  if (new Date(midnight).getUTCMonth() !== m - 1 || d === 0 || h > 23 || min > 59 || s > 59) return undefined;
  const east = timeOfDay(Number(hoursEast ?? 0), Number(minutesEast ?? 0), 0);
  const time = timeOfDay(h, min, s, Number((fraction ?? '').padEnd(3, '0')));
  return new Date(midnight + time - (sign === '-' ? -east : east));
}

/** Milliseconds since midnight. */
function timeOfDay(hour: number, minute: number, second: number, millisecond = 0): number {
  return ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
}

/** Midnight in milliseconds since 1970; unlike `Date.UTC` it takes a year below 100 as it is. @param month 0 for January */
function midnightOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

type Five = [number, number, number, number, number];

/** Operators on dates. */
export const DATES: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(Object.entries(PARTS).map(([name, read]) => [name, part(name, read)])),
  $dateDiff: difference,
  $dateFromString: fromText,
};
