/** Local time: a date moved by the offset of a zone, so that its UTC fields read as a clock there. */
import { storeFault } from '../errors.ts';
import { typeOf, type Value } from '../value/types.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC. @throws StoreError Location40485 for a zone that nobody knows */
export function offsetOf(date: Date, zone: string): number {
  const given = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (given !== null) return (given[1] === '-' ? -1 : 1) * (Number(given[2]) * 60 + Number(given[3] ?? 0));
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(date)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>;
  const local = utc(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
  return Math.round((local - Math.floor(date.getTime() / 1000) * 1000) / 60_000);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en-US', {
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
    formats.set(zone, format);
  }
  return format;
}

/** @throws StoreError Location40517 */
export function zoneOf(value: Value | undefined): string {
  if (typeof value !== 'string')
    throw storeFault(
      'Location40517',
      `timezone must evaluate to a string, found ${value === undefined || value === null ? 'null' : typeOf(value)}`,
    );
  return value;
}

export function toLocal(date: Date, zone: string): Date {
  return new Date(date.getTime() + offsetOf(date, zone) * 60_000);
}

/** The moment at which a clock in the zone shows this. */
export function fromLocal(local: number, zone: string): Date {
  const guess = new Date(local - offsetOf(new Date(local), zone) * 60_000);
  return new Date(local - offsetOf(guess, zone) * 60_000);
}

/** Milliseconds since 1970 of a date whose parts may be out of range; unlike `Date.UTC` it takes a year below 100 as it is. */
export function utc(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0,
): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  date.setUTCHours(hour, minute, second, millisecond);
  return date.getTime();
}
