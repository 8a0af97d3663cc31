/** Text operators whose treatment of null or of letters differs from mingo's. */
import { fault } from '../errors.ts';
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
  throw fault('TypeMismatch', `${name} only supports strings, not ${typeOf(value)}`);
}

/** MongoDB changes the case of ASCII letters only. */
function ascii(value: string, range: RegExp, change: (letter: string) => string): string {
  return value.replace(range, change);
}

function concat(values: readonly Value[]): string {
  const whole = values.map((value) => {
    if (typeof value !== 'string') throw fault('Location16702', `$concat only supports strings, not ${typeOf(value)}`);
    return value;
  }).join('');
  if (whole.length > MAX_DOCUMENT) throw fault('Location16493', 'Tried to create string longer than 16MB');
  return whole;
}

export const TEXTS: Readonly<Record<string, Operator>> = {
  $concat: strictOperands('$concat', 0, Infinity, concat),
  $toUpper: operands('$toUpper', 1, 1, ([value]) => ascii(text('$toUpper', value), /[a-z]+/g, (letter) => letter.toUpperCase())),
  $toLower: operands('$toLower', 1, 1, ([value]) => ascii(text('$toLower', value), /[A-Z]+/g, (letter) => letter.toLowerCase())),
  $strcasecmp: operands('$strcasecmp', 2, 2, (values) => {
    const [a, b] = values.map((value) => ascii(text('$strcasecmp', value), /[a-z]+/g, (letter) => letter.toUpperCase()));
    return Math.sign(compareStrings(a!, b!));
  }),
  $strLenCP: operands('$strLenCP', 1, 1, ([value]) => {
    if (typeof value !== 'string') throw fault('TypeMismatch', `$strLenCP requires a string argument, found: ${value === undefined ? 'missing' : typeOf(value)}`);
    return [...value].length;
  }),
};
