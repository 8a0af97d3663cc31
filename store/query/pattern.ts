/** MongoDB's regular expressions (PCRE) by those of JavaScript. What JavaScript cannot express is refused, never approximated. */
import type { BSONRegExp } from 'bson';
import { storeFault } from '../errors.ts';
import { OutOfTime, withTimeLimit } from './time-limit.ts';

/** A test of texts against a pattern. @throws StoreError Location51091, BadValue; the test Location51156 when it tries too many ways */
export function patternTest(regex: BSONRegExp): (text: string) => boolean {
  const pattern = compilePattern(regex.pattern, regex.options);
  return (text) => boundedRun(pattern.source, text.length, () => pattern.test(text));
}

/** @param options letters of `imsxu` @throws StoreError Location51091, BadValue */
function compilePattern(source: string, options: string): RegExp {
  const flags = new Set(['u']);
  let text = source;
  for (const option of options) {
    if (option === 'x') text = withoutSpace(text);
    else if (option === 'i' || option === 'm' || option === 's') flags.add(option);
    else if (option !== 'u') throw storeFault('BadValue', `invalid flag in regex options: ${option}`);
  }
  const inline = /^\(\?([imsx]+)\)/.exec(text);
  if (inline !== null) return compilePattern(text.slice(inline[0].length), options + inline[1]!);
  return build(text, [...flags].join(''));
}

/** How long a pattern may run on one text, in milliseconds. */
const MOST_TIME = 50;
/** More ways to try than this may take longer than a millisecond. */
const FEW_WAYS = 10_000_000;

/** Runs what applies a pattern to a text of a length, with a time limit where the pattern could try too many ways. @throws StoreError Location51156 */
function boundedRun<Result>(source: string, length: number, apply: () => Result): Result {
  if (waysOf(source, length) < FEW_WAYS) return apply();
  try {
    return withTimeLimit(MOST_TIME, apply);
  } catch (thrown) {
    if (!(thrown instanceof OutOfTime)) throw thrown;
    throw storeFault(
      'Location51156',
      'Error occurred while executing the regular expression: it tried too many ways to match',
    );
  }
}

/**
 * At worst: a repeated group doubles them with each character, every other repetition multiplies them by the length of the text, and what may
 * be left out or be something else doubles them.
 */
function waysOf(source: string, length: number): number {
  if (/\)[*+{]/.test(source)) return 2 ** length;
  const repetitions = source.match(/[*+]|,\d*\}/g)?.length ?? 0;
  const choices = source.match(/\||(?<!\()\?/g)?.length ?? 0;
  return (length + 1) ** (repetitions + 1) * 2 ** choices;
}

/** With Unicode rules first; a pattern with needless escapes, which PCRE allows, is built without them. */
function build(text: string, flags: string): RegExp {
  try {
    return new RegExp(text, flags);
  } catch {
    try {
      return new RegExp(text, flags.replace('u', ''));
    } catch (thrown) {
      throw storeFault('Location51091', `Regular expression is invalid: ${(thrown as Error).message}`);
    }
  }
}

/** The option x: white space and comments outside of classes do not count. */
function withoutSpace(text: string): string {
  return text.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]])*\]|\s+|#.*/g, (piece) => (/^[\s#]/.test(piece) ? '' : piece));
}

/** @returns the text that every match begins with: `abc` for `^abc` without options; `undefined` where there is none */
export function prefixOf(regex: BSONRegExp): string | undefined {
  if (regex.options !== '' || !regex.pattern.startsWith('^') || regex.pattern.includes('|')) return undefined;
  let prefix = '';
  let rest = regex.pattern.slice(1);
  for (let piece = PLAIN.exec(rest); piece !== null; piece = PLAIN.exec(rest)) {
    prefix += piece[0].replace('\\', '');
    rest = rest.slice(piece[0].length);
  }
  return prefix === '' ? undefined : prefix;
}
/** One literal character that no quantifier follows. */
const PLAIN = /^(?:[^\\^$.|?*+()[\]{}]|\\[^\w\s])(?![?*+{])/u;
