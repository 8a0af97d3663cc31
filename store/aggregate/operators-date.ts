/** Dates: their parts, made of parts, moved, compared, written. */
import { Long, ObjectId, Timestamp } from 'bson';
import { storeFault, notOffered } from '../errors.ts';
import { shown } from '../value/shown.ts';
import { isDocument, typeOf, type Document, type Value } from '../value/types.ts';
import { isNullish, namedArguments } from './arguments.ts';
import { timeOfDay, utc, zoneIn, type TimeZone } from './time-zone.ts';
import type { Compile, Expression, Operator, Scope } from './scope.ts';

const DAY = 86_400_000;

/** @throws StoreError Location16006 */
function dateOf(value: Value): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  throw storeFault('Location16006', `can't convert from BSON type ${typeOf(value)} to Date`);
}

const weekday = (local: Date): number => local.getUTCDay();
const isoWeekday = (local: Date): number => ((weekday(local) + 6) % 7) + 1;
const dayOfYear = (local: Date): number => Math.floor((local.getTime() - utc(local.getUTCFullYear(), 0, 1)) / DAY) + 1;
/** Weeks begin on Sunday; the days before the first one are week 0. */
const week = (local: Date): number => Math.floor((dayOfYear(local) - 1 + 7 - weekday(local)) / 7);
/** A week belongs to the year of its Thursday. */
const thursday = (local: Date): Date => new Date(local.getTime() + (4 - isoWeekday(local)) * DAY);
const isoWeek = (local: Date): number => Math.floor((dayOfYear(thursday(local)) - 1) / 7) + 1;
const isoYear = (local: Date): number => thursday(local).getUTCFullYear();

const PARTS: Readonly<Record<string, (local: Date) => Value>> = {
  $year: (local) => local.getUTCFullYear(),
  $month: (local) => local.getUTCMonth() + 1,
  $dayOfMonth: (local) => local.getUTCDate(),
  $dayOfYear: dayOfYear,
  $dayOfWeek: (local) => weekday(local) + 1,
  $week: week,
  $isoWeek: isoWeek,
  $isoDayOfWeek: isoWeekday,
  $isoWeekYear: (local) => Long.fromNumber(isoYear(local)),
  $hour: (local) => local.getUTCHours(),
  $minute: (local) => local.getUTCMinutes(),
  $second: (local) => local.getUTCSeconds(),
  $millisecond: (local) => local.getUTCMilliseconds(),
};

/** Compiles named arguments. @returns their values in a scope */
function evaluatorOf(
  name: string,
  argument: Value,
  compile: Compile,
  names: { readonly required: readonly string[]; readonly optional: readonly string[] },
): (scope: Scope) => Map<string, Value | undefined> {
  const parts = [...namedArguments(name, argument, names.required, names.optional)].map(
    ([key, part]) => [key, compile(part)] as const,
  );
  return (scope) => new Map(parts.map(([key, part]) => [key, part(scope)]));
}

function lacksAny(values: ReadonlyMap<string, Value | undefined>, names: readonly string[]): boolean {
  return names.some((name) => values.has(name) && isNullish(values.get(name)));
}

/** `$year: <date>`, `$year: [<date>]` or `$year: {date, timezone}`. */
function part(name: string, read: (local: Date) => Value): Operator {
  return (argument, compile) => {
    const single = Array.isArray(argument) && argument.length === 1 ? argument[0]! : argument;
    if (!isDocument(single) || [...single.keys()][0]?.startsWith('$')) {
      const date = compile(single);
      return (scope) => {
        const value = date(scope);
        return isNullish(value) ? null : read(dateOf(value));
      };
    }
    const evaluate = evaluatorOf(name, single, compile, { required: ['date'], optional: ['timezone'] });
    return (scope) => {
      const values = evaluate(scope);
      return lacksAny(values, ['date', 'timezone']) ? null : ofDate(values.get('date'), zoneIn(values), read);
    };
  };
}

function ofDate(value: Value | undefined, zone: TimeZone, read: (local: Date) => Value): Value {
  return isNullish(value) ? null : read(zone.toLocal(dateOf(value)));
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

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** How many borders of the unit lie between two dates. */
function difference(argument: Value, compile: Compile): Expression {
  const evaluate = evaluatorOf('$dateDiff', argument, compile, {
    required: ['startDate', 'endDate', 'unit'],
    optional: ['timezone', 'startOfWeek'],
  });
  return (scope) => {
    const values = evaluate(scope);
    if (['startDate', 'endDate', 'unit'].some((key) => isNullish(values.get(key))) || lacksAny(values, ['timezone']))
      return null;
    const unit = unitOf(values.get('unit'));
    const begins = unit === 'week' ? weekBegin(values.get('startOfWeek')) : 0;
    const [start, end] = ['startDate', 'endDate'].map((key) => {
      const date = dateOf(values.get(key)!);
      return count(zoneIn(values).toLocal(date), unit, begins);
    }) as [number, number];
    return Long.fromNumber(end - start);
  };
}

function weekBegin(value: Value | undefined): number {
  if (value === undefined || value === null) return 0;
  const name = shown(value).toLowerCase();
  const found = WEEKDAYS.findIndex((day) => day === name || day.slice(0, 3) === name);
  if (found < 0) throw storeFault('FailedToParse', `unknown day of week value: ${shown(value)}`);
  return found;
}

function count(local: Date, unit: string, weekBegins: number): number {
  const months = MONTHS[unit];
  if (months !== undefined) return Math.floor((local.getUTCFullYear() * 12 + local.getUTCMonth()) / months);
  // The first of January 1970 was a Thursday.
  if (unit === 'week') return Math.floor((Math.floor(local.getTime() / DAY) + 4 - weekBegins) / 7);
  return Math.floor(local.getTime() / LENGTHS[unit]!);
}

const two = (number: number): string => String(number).padStart(2, '0');
const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function offsetText(minutes: number): string {
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`;
}

const LETTERS: Readonly<Record<string, (local: Date, offset: number) => string>> = {
  d: (local) => two(local.getUTCDate()),
  G: (local) => String(isoYear(local)).padStart(4, '0'),
  H: (local) => two(local.getUTCHours()),
  j: (local) => String(dayOfYear(local)).padStart(3, '0'),
  L: (local) => String(local.getUTCMilliseconds()).padStart(3, '0'),
  m: (local) => two(local.getUTCMonth() + 1),
  M: (local) => two(local.getUTCMinutes()),
  S: (local) => two(local.getUTCSeconds()),
  u: (local) => String(isoWeekday(local)),
  U: (local) => two(week(local)),
  V: (local) => two(isoWeek(local)),
  w: (local) => String(weekday(local) + 1),
  Y: (local) => String(local.getUTCFullYear()).padStart(4, '0'),
  z: (_local, offset) => offsetText(offset),
  Z: (_local, offset) => String(offset),
  b: (local) => MONTH_NAMES[local.getUTCMonth()]!.slice(0, 3),
  B: (local) => MONTH_NAMES[local.getUTCMonth()]!,
  '%': () => '%',
};

function written(argument: Value, compile: Compile): Expression {
  const evaluate = evaluatorOf('$dateToString', argument, compile, {
    required: ['date'],
    optional: ['format', 'timezone', 'onNull'],
  });
  return (scope) => {
    const values = evaluate(scope);
    if (isNullish(values.get('date'))) return values.has('onNull') ? values.get('onNull') : null;
    if (lacksAny(values, ['format', 'timezone'])) return null;
    const [date, zone] = [dateOf(values.get('date')!), zoneIn(values)];
    const format = values.get('format') ?? '%Y-%m-%dT%H:%M:%S.%LZ';
    if (typeof format !== 'string')
      throw storeFault('Location18533', `$dateToString requires that 'format' be a string, found: ${typeOf(format)}`);
    const local = zone.toLocal(date);
    return format.replace(/%([\s\S]?)/g, (_piece, letter: string) => {
      const write = Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined;
      if (write === undefined)
        throw storeFault('Location18536', `Invalid format character '%${letter}' in format string`);
      return write(local, zone.offsetAt(date));
    });
  };
}

const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?(?:Z|([+-])(\d\d):?(\d\d))?)?$/;

/** `$dateFromString` of `YYYY-MM-DD` and `YYYY-MM-DDTHH:MM:SS.mmm+HH:MM`. */
function fromText(argument: Value, compile: Compile): Expression {
  const evaluate = evaluatorOf('$dateFromString', argument, compile, {
    required: ['dateString'],
    optional: ['onError', 'onNull', 'format', 'timezone'],
  });
  for (const option of ['format', 'timezone'])
    if ((argument as Document).has(option)) throw notOffered(`the argument ${option} of $dateFromString`);
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
  const midnight = utc(Number(year), m - 1, d);
  if (new Date(midnight).getUTCMonth() !== m - 1 || d === 0 || h > 23 || min > 59 || s > 59) return undefined;
  const east = timeOfDay(Number(hoursEast ?? 0), Number(minutesEast ?? 0), 0);
  const time = timeOfDay(h, min, s, Number((fraction ?? '').padEnd(3, '0')));
  return new Date(midnight + time - (sign === '-' ? -east : east));
}

type Five = [number, number, number, number, number];

/** Operators on dates. */
export const DATES: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(Object.entries(PARTS).map(([name, read]) => [name, part(name, read)])),
  $dateDiff: difference,
  $dateToString: written,
  $dateFromString: fromText,
};
