/**
 * Whether JSON is nested deeper than anyone means. V8 parses any depth, but whatever walks the result recursively falls
 * over it, and parsing millions of levels holds the loop for seconds. A small text is parsed first and its values walked,
 * which costs a tenth of the parsing; a large text is scanned before it is parsed.
 */
/** The deepest nesting of a subgraph's answer, in levels. */
export const MAX_JSON_DEPTH = 200;

/** From this size on a text is scanned before it is parsed, in characters: at most 65,000 levels fit below it, parsed in about 10 ms. */
export const LARGE_TEXT = 131_072;

/** @returns false when the parsed value has more levels than `left` */
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

/** @returns false when the text opens more levels than `most`; a text that is no JSON may get either answer */
export function textFits(text: string, most: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = closingQuote(text, i);
      if (i === -1) return true;
    } else if ((code | 32) === 123) {
      // `[` and `{` differ from each other, as `]` and `}` do, in this one bit.
      if (++depth > most) return false;
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
