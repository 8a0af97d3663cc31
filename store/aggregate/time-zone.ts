/** Local time: a date shifted by the offset of a zone, so that its UTC fields read as a clock there. */
import { storeFault } from '../errors.ts';
import { typeOf, type Value } from '../value/types.ts';

/** One time zone. Its name is looked up when a date is converted. */
export class TimeZone {
  readonly #name: string;

  /** @param name of the IANA, or `+07:00` */
  constructor(name: string) {
    this.#name = name;
  }

  /** Minutes east of UTC at a moment. @throws StoreError Location40485 for an unknown zone */
  offsetAt(date: Date): number {
    const fixed = /^([+-])(\d\d):?(\d\d)?$/.exec(this.#name);
    if (fixed !== null) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0));
    if (this.#name === 'UTC' || this.#name === 'GMT' || this.#name === 'Z') return 0;
    const part = Object.fromEntries(
      formatOf(this.#name)
        .formatToParts(date)
        .map(({ type, value }) => [type, Number(value)]),
    ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
    const local = utc(part.year, part.month - 1, part.day, timeOfDay(part.hour, part.minute, part.second));
    return Math.round((local - Math.floor(date.getTime() / 1000) * 1000) / 60_000);
  }

  /** A date whose UTC fields read as a clock in the zone. @throws StoreError Location40485 */
  toLocal(date: Date): Date {
    return new Date(date.getTime() + this.offsetAt(date) * 60_000);
  }
}

/** By the name of the zone. One takes a third of a millisecond to make, and within $lookup an expression is compiled for each document. */
const formats = new Map<string, Intl.DateTimeFormat>();
/** More are forgotten, since a name may be written in many ways. */
const MOST_FORMATS = 100;

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = newFormat(zone);
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(zone, format);
  return format;
}

function newFormat(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw storeFault('Location40485', `unrecognized time zone identifier: "${zone}"`);
  }
}

const UTC = new TimeZone('UTC');

/** The zone that the argument `timezone` names; UTC without one. @throws StoreError Location40517 where it is no string */
export function zoneIn(values: ReadonlyMap<string, Value | undefined>): TimeZone {
  return values.has('timezone') ? new TimeZone(nameOf(values.get('timezone'))) : UTC;
}

function nameOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw storeFault(
    'Location40517',
    `timezone must evaluate to a string, found ${value === undefined || value === null ? 'null' : typeOf(value)}`,
  );
}

/** Milliseconds since midnight. */
export function timeOfDay(hour: number, minute: number, second: number, millisecond = 0): number {
  return ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
}

/**
 * Milliseconds since 1970 of a date whose parts may be out of range; unlike `Date.UTC` it takes a year below 100 as it is.
 * @param month 0 for January
 * @param time of the day, in milliseconds
 */
export function utc(year: number, month: number, day: number, time = 0): number {
  return new Date(0).setUTCFullYear(year, month, day) + time;
}
