/**
 * Numbers that a double cannot hold: an id of 20 digits, a sum with 19 places. JavaScript's own parser rounds them without a word. Here
 * they are kept as they were written, as V8's raw JSON: an object without a prototype that `JSON.stringify` writes digit for digit. Every
 * other number stays a number, so who meets none pays for none.
 */
import { randomBytes } from 'node:crypto';

/** A number as JSON text. Of a kind of its own (`typeof` says "object"): ask `isExactNumber` before looking into an object from outside. */
export interface ExactNumber {
  readonly rawJSON: string;
}

/** What V8 offers and TypeScript does not declare yet. */
interface RawJson {
  rawJSON(text: string): ExactNumber;
  isRawJSON(value: unknown): value is ExactNumber;
}

const raw = JSON as unknown as RawJson;

/** @returns true for a number kept as its digits, which JSON.stringify writes as they came */
export function isExactNumber(value: unknown): value is ExactNumber {
  return typeof value === 'object' && raw.isRawJSON(value);
}

/** @param text a number as JSON or GraphQL writes it @returns it as a number, or exactly where a number would not be the same */
export function numberOf(text: string): number | ExactNumber {
  return losesDigits(text) ? raw.rawJSON(text) : Number(text);
}

/** A value with numbers in place of each `bigint`, which JSON does not know; the very value that came where there is none. */
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

/** The digits of a whole number, `undefined` for one with a fraction or an exponent. */
export function wholeDigits({ rawJSON }: ExactNumber): string | undefined {
  return WHOLE.test(rawJSON) ? rawJSON : undefined;
}

const WHOLE = /^-?\d+$/;

/**
 * Whether a double stands for another number than the text, or would be written in a way that some read as no whole number (1e+21).
 * The fewest digits that tell a double from its neighbours are what JavaScript writes it with, so the two are compared as text.
 */
export function losesDigits(text: string): boolean {
  if (text.length < FEWEST && !text.includes('e') && !text.includes('E')) return false;
  if (MORE_THAN_SEVENTEEN.test(text)) return true;
  const written = String(Number(text));
  if (written === text) return false;
  return WHOLE.test(text) ? text !== '-0' : digitsOf(written) !== digitsOf(text);
}

/** Digits that all count, more than any double is written with: it begins with one that is not 0 (after `0.`), and ends with one. */
const MORE_THAN_SEVENTEEN = /^-?(?:[1-9]\d{16,}[1-9]|0\.[1-9]\d{16,}[1-9]|[1-9](?=[\d.]{18})\d*\.\d*[1-9])$/;

/** A double holds every number of 15 digits; with a point or a sign there are 16 characters. */
const FEWEST = 16;

const PARTS = /^-?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** The digits that count and the power of ten of the last one: equal for equal numbers, sign aside. */
function digitsOf(text: string): string | undefined {
  const parts = PARTS.exec(text);
  if (parts === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  if (short === '') return '0';
  return `${short}e${Number(exponent) - fraction.length + digits.length - short.length}`;
}

/** JSON with every long number as it was written. Throws what `JSON.parse` throws. */
export function parseExactly(text: string): unknown {
  return holdsLongNumber(text) ? parseSlowly(text) : JSON.parse(text);
}

/** The same for a small text, also with short numbers that only their exponent makes too large or too small for a double. */
export function parseSmallExactly(text: string): unknown {
  return FAR.test(text) ? parseSlowly(text) : parseExactly(text);
}

const FAR = /[\d.][eE][+-]?\d{3}/;

/**
 * The numbers that lose digits are given to `JSON.parse` as strings with a mark, which become numbers again in what it makes. It takes
 * two to three times as long as `JSON.parse` for rows with one such number each, and ten times for nothing but such numbers, half of it
 * in V8's `rawJSON`; which is why `parseExactly` looks first. V8's own way, a reviver that is told each value's source, takes longer.
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

/** @returns the text's length when no quote ends the string */
function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/** Of a short number without an exponent nothing more need be known. */
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

/** Whether it is a number, not in a name's place (which is no JSON and must stay none), and loses digits. */
function isLost(text: string, start: number, end: number): boolean {
  const number = text.slice(start, end);
  if (!losesDigits(number) || !NUMBER.test(number)) return false;
  NAMES_END.lastIndex = end;
  return !NAMES_END.test(text);
}

const [QUOTE, PLUS, BACKSLASH, SMALL_E] = [34, 43, 92, 101] as const;
const NAMES_END = /\s*:/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Nobody outside this process knows it, so no string from there can begin with it. */
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
const BEFORE_NUMBERS = new Set([...':,['].map((character) => character.charCodeAt(0)));

const isDigitOrPoint = (code: number): boolean => code >= POINT && code <= NINE && code !== POINT + 1;

/**
 * Whether JSON holds a number of 16 characters or more that a double would change. Every sixteenth character is looked at, one of which
 * lies in any such number; a string that looks like one may be taken for it, which costs time and nothing else. A short number
 * that only its exponent makes too large or too small (1e400) is not found.
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

/** Of a run that is long enough and lies over `at`, half stands before it or behind it; of most numbers, not even that. */
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
