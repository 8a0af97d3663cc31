/**
 * What an error says beside its message, without anybody's number: in strings at any depth, in names of members, and in whole
 * numbers that would read as one.
 */
import { isExactNumber } from '../../base/exact-number.ts';
import { withoutNumbers } from '../../base/person-numbers.ts';

/** Deeper, and more values, than any server puts beside an error. The rest is not shown. */
const DEEPEST = 8;
const MOST = 1_000;
const NOT_SHOWN = '…';

/** Extensions that some servers fill with where and why they threw. */
const INNER = new Set(['stacktrace', 'exception', 'debug']);

/** @param numbers whether numbers are starred too, and become strings by it @returns the value as it may leave */
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
