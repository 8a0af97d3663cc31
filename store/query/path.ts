/** Dotted paths through documents and arrays, as filters read them. */
import { isDocument, type Document, type Value } from '../value/types.ts';

/** Whether a part of a path may be the index of an element: a numeral of at most nine digits. */
export function isIndex(part: string): boolean {
  return /^(0|[1-9]\d{0,8})$/.test(part);
}

/**
 * Whether a value at the path passes. Arrays on the way are walked element by element, and an array at the end offers each
 * of its elements and then itself (`expand`), or only itself. A document without the field offers `undefined`; an array without documents offers nothing.
 */
export function anyAt(
  value: Value | undefined,
  parts: readonly string[],
  at: number,
  passes: (value: Value | undefined) => boolean,
  expand = true,
): boolean {
  if (at === parts.length) {
    if (expand && Array.isArray(value) && value.some(passes)) return true;
    return passes(value);
  }
  const part = parts[at]!;
  if (isDocument(value)) return anyAt(value.get(part), parts, at + 1, passes, expand);
  if (!Array.isArray(value)) return passes(undefined);
  if (isIndex(part) && Number(part) < value.length) {
    // An array that an index ends at is one value: `a.0` of [[1, 2]] is [1, 2], and neither 1 nor 2.
    const isLast = at + 1 === parts.length;
    if (anyAt(value[Number(part)], parts, at + 1, passes, expand && !isLast)) return true;
  }
  return value.some((element) => isDocument(element) && anyAt(element, parts, at, passes, expand));
}

/** The value at a path that crosses no array; `undefined` when it is missing or the path crosses one. */
export function valueAt(document: Document, path: string): Value | undefined {
  let value: Value | undefined = document;
  for (const part of path.split('.')) {
    if (!isDocument(value)) return undefined;
    value = value.get(part);
  }
  return value;
}
