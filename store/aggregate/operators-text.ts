/** Text. */
import { Double } from 'bson';
import { storeFault } from '../errors.ts';
import { MAX_DOCUMENT } from '../value/decode.ts';
import { doubleText } from '../value/double-text.ts';
import { isNumeric, looksInt, typeOf, type Value } from '../value/types.ts';
import { isNullish, operands, strictOperands } from './arguments.ts';
import type { Operator } from './scope.ts';

function text(value: Value | undefined): string {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Double) return doubleText(value.value);
  if (typeof value === 'number' && !looksInt(value)) return doubleText(value);
  if (isNumeric(value)) return String(value);
  throw storeFault('Location16007', `can't convert from BSON type ${typeOf(value)} to String`);
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

/** Operators on text. */
export const TEXTS: Readonly<Record<string, Operator>> = {
  $concat: strictOperands('$concat', 0, Infinity, concat, (value) => {
    if (typeof value !== 'string')
      throw storeFault('Location16702', `$concat only supports strings, not ${typeOf(value)}`);
  }),
  $toUpper: operands('$toUpper', 1, 1, ([value]) => ascii(text(value), /[a-z]+/g, (letter) => letter.toUpperCase())),
  $toLower: operands('$toLower', 1, 1, ([value]) => ascii(text(value), /[A-Z]+/g, (letter) => letter.toLowerCase())),
  $strLenCP: operands('$strLenCP', 1, 1, ([value]) => {
    if (typeof value !== 'string')
      throw storeFault(
        'TypeMismatch',
        `$strLenCP requires a string argument, found: ${value === undefined ? 'missing' : typeOf(value)}`,
      );
    return Array.from(value).length;
  }),
};
