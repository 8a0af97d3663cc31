/** MongoDB's regular expressions (PCRE) on JavaScript's. What JavaScript cannot say is refused, never approximated. */
import type { BSONRegExp } from 'bson';
import { storeFault } from '../errors.ts';
import { inTime, OutOfTime } from './in-time.ts';

const compiled = new WeakMap<BSONRegExp, RegExp>();

/** @throws StoreError Location51091, BadValue */
export function patternOf(regex: BSONRegExp): RegExp {
  let pattern = compiled.get(regex);
  if (pattern === undefined) {
    pattern = compilePattern(regex.pattern, regex.options);
    compiled.set(regex, pattern);
  }
  return pattern;
}

export function compilePattern(source: string, options: string): RegExp {
  const flags = new Set(['u']);
  let text = source;
  for (const option of options) {
    if (option === 'x') text = withoutSpace(text);
    else if (option === 'i' || option === 'm' || option === 's') flags.add(option);
    else if (option !== 'u') throw storeFault('BadValue', `invalid flag in regex options: ${option}`);
  }
  const inline = /^\(\?([imsx]+)\)/.exec(text);
  if (inline !== null) return compilePattern(text.slice(inline[0].length), options + inline[1]);
  return build(text, [...flags].join(''));
}

/** How long one text may be looked at, in milliseconds. */
const MOST_TIME = 50;
/** More ways to try than this may take longer than a millisecond. */
const FEW_WAYS = 10_000_000;

/** @throws StoreError Location51156 when the pattern tries too many ways on this text */
export function matches(pattern: RegExp, text: string): boolean {
  return bounded(pattern.source, text.length, () => pattern.test(text));
}

/** Runs what applies a pattern to a text of a length, with a bound where the pattern could try too many ways. @throws StoreError Location51156 */
export function bounded<Result>(source: string, length: number, apply: () => Result): Result {
  if (waysOf(source, length) < FEW_WAYS) return apply();
  try {
    return inTime(MOST_TIME, apply);
  } catch (thrown) {
    throw thrown instanceof OutOfTime
      ? storeFault(
          'Location51156',
          'Error occurred while executing the regular expression: it tried too many ways to match',
        )
      : thrown;
  }
}

/** At worst: a repeated group doubles them with each character, every other repetition multiplies them by the length of the text. */
function waysOf(source: string, length: number): number {
  if (/\)[*+{]/.test(source)) return 2 ** length;
  return (length + 1) ** ((source.match(/[*+]|,\}/g)?.length ?? 0) + 1);
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

/** The text that every match begins with: `^abc` without options; `exact` when the pattern says nothing more. */
export function prefixOf(regex: BSONRegExp): { prefix: string; exact: boolean } | undefined {
  if (regex.options !== '' || !regex.pattern.startsWith('^') || regex.pattern.includes('|')) return undefined;
  let prefix = '';
  let rest = regex.pattern.slice(1);
  for (let piece = PLAIN.exec(rest); piece !== null; piece = PLAIN.exec(rest)) {
    prefix += piece[0].replace('\\', '');
    rest = rest.slice(piece[0].length);
  }
  return prefix === '' ? undefined : { prefix, exact: rest === '' };
}
/** One literal character that no quantifier follows. */
const PLAIN = /^(?:[^\\^$.|?*+()[\]{}]|\\[^\w\s])(?![?*+{])/u;
