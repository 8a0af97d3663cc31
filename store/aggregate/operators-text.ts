/** Text operators whose treatment of null or of letters differs from mingo's. */
import { storeFault } from '../errors.ts';
import { compareStrings } from '../value/compare.ts';
import { MAX_DOCUMENT } from '../value/decode.ts';
import { isNumeric, toNumber, typeOf, type Value } from '../value/types.ts';
import { isNullish, operands, strictOperands } from './arguments.ts';
import type { Operator } from './scope.ts';

function text(name: string, value: Value | undefined): string {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (isNumeric(value)) return String(toNumber(value));
  throw storeFault('TypeMismatch', `${name} only supports strings, not ${typeOf(value)}`);
}

/** MongoDB changes the case of ASCII letters only. */
function ascii(value: string, range: RegExp, change: (letter: string) => string): string {
  return value.replace(range, change);
}

function concat(values: readonly Value[]): string {
  const whole = (values as readonly string[]).join('');
  if (whole.length > MAX_DOCUMENT) throw storeFault('Location16493', 'Tried to create string longer than 16MB');
  return whole;
}

/** Counted in code points. */
function indexOf([text, wanted, start = 0, end]: (Value | undefined)[]): Value {
  if (isNullish(text)) return null;
  if (typeof text !== 'string')
    throw storeFault('Location40093', `$indexOfCP requires a string as the first argument, found: ${typeOf(text)}`);
  if (typeof wanted !== 'string')
    throw storeFault(
      'Location40094',
      `$indexOfCP requires a string as the second argument, found: ${wanted === undefined ? 'missing' : typeOf(wanted)}`,
    );
  const points = Array.from(text);
  const [from, to] = [place(start), end === undefined ? points.length : place(end)];
  const found = points.slice(0, to).join('').indexOf(wanted, points.slice(0, from).join('').length);
  return found < 0 || from > points.length ? -1 : Array.from(text.slice(0, found)).length;
}

function place(value: Value): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(number))
    throw storeFault('Location40096', `$indexOfCP requires an integral index, found a value of type: ${typeOf(value)}`);
  if (number < 0) throw storeFault('Location40097', `$indexOfCP requires a nonnegative index, found: ${number}`);
  return number;
}

/** Operators on text. */
export const TEXTS: Readonly<Record<string, Operator>> = {
  $concat: strictOperands('$concat', 0, Infinity, concat, (value) => {
    if (typeof value !== 'string')
      throw storeFault('Location16702', `$concat only supports strings, not ${typeOf(value)}`);
  }),
  $indexOfCP: operands('$indexOfCP', 2, 4, indexOf),
  $toUpper: operands('$toUpper', 1, 1, ([value]) =>
    ascii(text('$toUpper', value), /[a-z]+/g, (letter) => letter.toUpperCase()),
  ),
  $toLower: operands('$toLower', 1, 1, ([value]) =>
    ascii(text('$toLower', value), /[A-Z]+/g, (letter) => letter.toLowerCase()),
  ),
  $strcasecmp: operands('$strcasecmp', 2, 2, (values) => {
    const [a, b] = values.map((value) =>
      ascii(text('$strcasecmp', value), /[a-z]+/g, (letter) => letter.toUpperCase()),
    );
    return Math.sign(compareStrings(a!, b!));
  }),
  $strLenCP: operands('$strLenCP', 1, 1, ([value]) => {
    if (typeof value !== 'string')
      throw storeFault(
        'TypeMismatch',
        `$strLenCP requires a string argument, found: ${value === undefined ? 'missing' : typeOf(value)}`,
      );
    return Array.from(value).length;
  }),
};
