/**
 * Numbers that a double cannot hold: an id of 20 digits, a sum with 19 decimal places. `JSON.parse` rounds them silently. Here they are kept as
 * V8's raw JSON: an object without a prototype that `JSON.stringify` writes digit for digit. Every other number stays a number.
 */
import { randomBytes } from 'node:crypto';

/** A number as JSON text. Its `typeof` is "object", so code that walks objects from outside has to check `isExactNumber` first. */
export interface ExactNumber {
  /** The digits as they were written. */
  readonly rawJSON: string;
}

/** Methods of V8's `JSON` that TypeScript does not declare yet. */
interface RawJson {
  rawJSON(text: string): ExactNumber;
  isRawJSON(value: unknown): value is ExactNumber;
}

const raw = JSON as unknown as RawJson;

/** True for a number that is kept as its digits. */
export function isExactNumber(value: unknown): value is ExactNumber {
  return typeof value === 'object' && raw.isRawJSON(value);
}

/** @param text a number as JSON or GraphQL writes it @returns a number, or an exact one where a double would differ from the text */
export function numberOf(text: string): number | ExactNumber {
  return losesDigits(text) ? raw.rawJSON(text) : Number(text);
}

/** @returns a copy with numbers in place of each `bigint`, which JSON does not have; the value itself where it contains none */
export function withoutBigints(value: unknown): unknown {
  if (typeof value === 'bigint') return numberOf(String(value));
  if (!holdsBigint(value)) return value;
  return parseExactly(
    JSON.stringify(value, (_name, inner: unknown) => (typeof inner === 'bigint' ? numberOf(String(inner)) : inner)),
  );
}

function holdsBigint(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint';
  return Array.isArray(value) ? value.some(holdsBigint) : Object.values(value).some(holdsBigint);
}

/** The digits of a whole number; `undefined` for one with a fraction or an exponent. */
export function wholeDigits({ rawJSON }: ExactNumber): string | undefined {
  return WHOLE.test(rawJSON) ? rawJSON : undefined;
}

const WHOLE = /^-?\d+$/;

/**
 * True when a double differs from the number in the text, or would be written in a form that some readers do not take for a whole number
 * (1e+21). JavaScript writes a double with the fewest digits that distinguish it from its neighbours, so the texts can be compared.
 */
export function losesDigits(text: string): boolean {
  if (text.length < FEWEST && !text.includes('e') && !text.includes('E')) return false;
  if (MORE_THAN_SEVENTEEN.test(text)) return true;
  const written = String(Number(text));
  if (written === text) return false;
  return WHOLE.test(text) ? text !== '-0' : digitsOf(written) !== digitsOf(text);
}

/** More significant digits than any double is written with: the first (after `0.`) and the last are not 0. */
const MORE_THAN_SEVENTEEN = /^-?(?:[1-9]\d{16,}[1-9]|0\.[1-9]\d{16,}[1-9]|[1-9](?=[\d.]{18})\d*\.\d*[1-9])$/;

/** A double holds every number of 15 digits, so shorter texts lose none. */
const FEWEST = 16;

const PARTS = /^-?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** The significant digits and the power of ten of the last one: the same for equal numbers, apart from the sign. */
function digitsOf(text: string): string | undefined {
  const parts = PARTS.exec(text);
  if (parts === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = withoutZerosBehind(digits);
  if (significant === '') return '0';
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** By hand: a pattern that looks for zeros at the end tries each row of zeros before, in time that grows with the square of its length. */
function withoutZerosBehind(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return digits.slice(0, end);
}

const ZERO = 48;

/** Parses JSON and keeps every digit of long numbers. @throws SyntaxError as `JSON.parse` does */
export function parseExactly(text: string): unknown {
  return holdsLongNumber(text) ? parseSlowly(text) : JSON.parse(text);
}

/** The same for a small text; it also keeps short numbers whose exponent is too large or too small for a double. */
export function parseSmallExactly(text: string): unknown {
  return FAR.test(text) ? parseSlowly(text) : parseExactly(text);
}

const FAR = /[\d.][eE][+-]?\d{3}/;

/**
 * Passes numbers that lose digits to `JSON.parse` as marked strings, and replaces these in its result. It takes two to three times as long as
 * `JSON.parse` for rows with one such number each, and ten times for nothing but such numbers, half of it in V8's `rawJSON`. So
 * `parseExactly` checks first whether it is needed. A reviver that gets each value's source, V8's own means, takes longer.
 */
export function parseSlowly(text: string): unknown {
  const marked = withMarks(text);
  return marked === text ? JSON.parse(text) : unmarked(JSON.parse(marked));
}

function withMarks(text: string): string {
  const marked: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = closingQuote(text, at);
    else if (code === MINUS || (code !== POINT && isDigitOrPoint(code))) {
      const end = endOfNumber(text, at);
      if ((end - at >= FEWEST || hasExponent(text, at, end)) && isLost(text, at, end)) {
        marked.push(text.slice(copied, at), '"', MARK, text.slice(at, end), '"');
        copied = end;
      }
      at = end - 1;
    }
  }
  return copied === 0 ? text : marked.join('') + text.slice(copied);
}

/** @returns the index of the quote that ends a string; the text's length when none does */
function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/** A short number without an exponent loses no digits. */
function hasExponent(text: string, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at++) if ((text.charCodeAt(at) | 32) === SMALL_E) return true;
  return false;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  let code = text.charCodeAt(end);
  while (isDigitOrPoint(code)) code = text.charCodeAt(++end);
  while (isDigitOrPoint(code) || (code | 32) === SMALL_E || code === PLUS || code === MINUS)
    code = text.charCodeAt(++end);
  return end;
}

/** True for a number that loses digits. One in the place of a name is no JSON, and must not become valid by being made a string. */
function isLost(text: string, start: number, end: number): boolean {
  const number = text.slice(start, end);
  if (!losesDigits(number) || !NUMBER.test(number)) return false;
  NAMES_END.lastIndex = end;
  return !NAMES_END.test(text);
}

/** Character codes. */
const [QUOTE, PLUS, BACKSLASH, SMALL_E] = [34, 43, 92, 101] as const;
const NAMES_END = /\s*:/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Nobody outside of this process knows it, so no string from outside can begin with it. */
const MARK = `${randomBytes(9).toString('base64url')}:`;

function unmarked(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? raw.rawJSON(value.slice(MARK.length)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) for (let index = 0; index < value.length; index++) unmarkAt(value, index);
  else for (const name in value) unmarkAt(value as Record<string, unknown>, name);
  return value;
}

function unmarkAt<Key extends string | number>(holder: Record<Key, unknown>, key: Key): void {
  const inner = holder[key];
  if (typeof inner !== 'object' && typeof inner !== 'string') return;
  const after = unmarked(inner);
  if (after !== inner) holder[key] = after;
}

const [MINUS, POINT, NINE, SPACE] = [45, 46, 57, 32] as const;
const BEFORE_NUMBERS = new Set([':', ',', '['].map((character) => character.charCodeAt(0)));

const isDigitOrPoint = (code: number): boolean => code >= POINT && code <= NINE && code !== POINT + 1;

/**
 * Whether JSON contains a number of 16 characters or more that a double would change. It checks every sixteenth character, one of which lies
 * in any such number. A string with such digits may count as one, which only costs time. A short number with a large exponent (1e400) is not
 * found.
 */
export function holdsLongNumber(text: string): boolean {
  for (let at = FEWEST - 1; at < text.length; at += FEWEST) {
    if (!isDigitOrPoint(text.charCodeAt(at)) || !reachesHalf(text, at)) continue;
    let start = at;
    while (start > 0 && isDigitOrPoint(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isDigitOrPoint(text.charCodeAt(end))) end++;
    if (end - start >= FEWEST && beginsNumber(text, start) && losesDigits(numberAt(text, start, end))) return true;
    at = end - 1;
  }
  return false;
}

/** A run of 16 digits that includes `at` reaches 8 characters to one side of it; most numbers do not. */
function reachesHalf(text: string, at: number): boolean {
  return isDigitOrPoint(text.charCodeAt(at - FEWEST / 2)) || isDigitOrPoint(text.charCodeAt(at + FEWEST / 2));
}

function beginsNumber(text: string, start: number): boolean {
  const before = text.charCodeAt(text.charCodeAt(start - 1) === MINUS ? start - 2 : start - 1);
  return BEFORE_NUMBERS.has(before) || before <= SPACE || Number.isNaN(before);
}

const EXPONENT = /[eE][+-]?\d+/y;

function numberAt(text: string, start: number, end: number): string {
  // `E` and `e` differ in this one bit.
  if ((text.charCodeAt(end) | 32) !== SMALL_E) return text.slice(start, end);
  EXPONENT.lastIndex = end;
  return text.slice(start, end) + (EXPONENT.exec(text)?.[0] ?? '');
}
