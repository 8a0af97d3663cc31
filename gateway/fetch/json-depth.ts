/**
 * The limit on the nesting of JSON. V8 parses any depth, but a recursive walk of the result overflows the stack, and parsing millions
 * of levels blocks the event loop for seconds. A small text is parsed first and its values walked, which costs a tenth of the parsing.
 * A large text is scanned before it is parsed.
 */

/** The deepest nesting accepted in a subgraph's reply, in levels. */
export const MAX_JSON_DEPTH = 200;

/** Texts of at least this many characters are scanned before parsing. A smaller one has at most 65,000 levels, parsed in about 10 ms. */
export const LARGE_TEXT = 131_072;

/** @param left levels that are still allowed @returns false when the parsed value has more */
export function valueFits(value: object, left: number): boolean {
  if (left === 0) return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (typeof item === 'object' && item !== null && !valueFits(item, left - 1)) return false;
    }
    return true;
  }
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    if (typeof item === 'object' && item !== null && !valueFits(item, left - 1)) return false;
  }
  return true;
}

const QUOTE = 34;
const BACKSLASH = 92;

/** @returns false when the text opens more than `limit` levels; for a text that is not JSON either result is possible */
export function textFits(text: string, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = closingQuote(text, i);
      if (i === -1) return true;
    } else if ((code | 32) === 123) {
      // `[` and `{` differ from each other, as `]` and `}` do, in this one bit.
      if (++depth > limit) return false;
    } else if ((code | 32) === 125) depth--;
  }
  return true;
}

/** @returns the index of the quote that ends the string which begins at `start`, -1 when none does */
function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return -1;
}
