/**
 * Stars numbers that may be a person's in an error's extensions: in strings at any depth, in names of members, and in whole numbers that
 * have as many digits.
 */
import { isExactNumber } from '../../base/exact-number.ts';
import { withoutNumbers } from '../../base/person-numbers.ts';

/** More levels, and more values, than servers put beside an error. The rest is not shown. */
const DEEPEST = 8;
const MOST = 1_000;
const NOT_SHOWN = '…';

/** Extensions in which some servers show their stack trace. */
const INNER = new Set(['stacktrace', 'exception', 'debug']);

/** @param numbers whether numbers are starred too, which turns them into strings @returns a copy of the value that may leave */
export function starred(value: unknown, numbers: boolean): unknown {
  let left = MOST;
  const star = (one: unknown, depth: number): unknown => {
    if (typeof one === 'string') return withoutNumbers(one);
    if (typeof one !== 'object' || one === null || isExactNumber(one)) return numbers ? starredNumber(one) : one;
    if (depth >= DEEPEST || left-- <= 0) return NOT_SHOWN;
    if (Array.isArray(one)) return one.slice(0, MOST).map((each) => star(each, depth + 1));
    const shown = Object.entries(one)
      .filter(([name]) => !INNER.has(name))
      .slice(0, MOST);
    return Object.fromEntries(shown.map(([name, each]) => [withoutNumbers(name), star(each, depth + 1)]));
  };
  return star(value, 0);
}

function starredNumber(value: unknown): unknown {
  const text = isExactNumber(value) ? value.rawJSON : String(value);
  const isWhole = isExactNumber(value) || typeof value === 'bigint' || Number.isInteger(value);
  const without = isWhole ? withoutNumbers(text) : text;
  return without === text ? value : without;
}
