/**
 * Validates the shape of a JSON text before it is parsed. `JSON.parse` accepts a million levels, on which recursive code overflows its
 * stack. It turns a number with a large exponent into infinity, which leaves as null. It accepts halves of characters, which a database
 * stores as other ones.
 */
import { httpFault } from './errors.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const MINUS = 45;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Escapes that may be NUL or half of a surrogate pair. They are rare, so strings are checked only where one occurs. */
const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads the text once, without recursion. A text that is no JSON may pass; the parser refuses it.
 * @param depth levels of lists and objects
 * @throws CodedError JSON_TOO_DEEP, NUMBER_UNSAFE, BAD_TEXT
 */
export function validateJsonShape(text: string, depth: number): void {
  const suspicious = SUSPICIOUS.test(text);
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = closingQuote(text, at);
      if (suspicious) validateString(text.slice(at, end + 1));
      at = end;
    } else if ((code | 32) === 123) {
      // `[` and `{` differ in this one bit, as `]` and `}` do.
      if (++open > depth) throw httpFault('JSON_TOO_DEEP', `expected at most ${depth} levels, got more`);
    } else if ((code | 32) === 125) open -= 1;
    else if (code === MINUS || isDigit(code)) at = validateNumber(text, at) - 1;
  }
}

/** @returns the index of the quote that ends the string begun at `start`; the text's end when none does */
function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

function validateString(literal: string): void {
  if (!SUSPICIOUS.test(literal)) return;
  let value: unknown;
  try {
    value = JSON.parse(literal);
  } catch {
    return;
  }
  if (typeof value === 'string' && (!value.isWellFormed() || value.includes('\0'))) {
    throw httpFault('BAD_TEXT', 'expected whole characters other than NUL');
  }
}

/** @returns where the number ends */
function validateNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  const number = NUMBER.exec(text)?.[0];
  if (number === undefined) return start + 1;
  if (!Number.isFinite(Number(number)))
    throw httpFault('NUMBER_UNSAFE', `expected at most 1.8e308, got a number of ${number.length} characters`);
  return start + number.length;
}
