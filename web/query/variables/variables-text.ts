/** The variables as the editor holds them: JSON in which a reader may write comments. Whatever the form does not change stays as it was typed. */
import { applyEdits, modify, parse, printParseErrorCode, type JSONPath, type ParseError } from 'jsonc-parser';

export type Variables =
  | { readonly kind: 'READ'; readonly values: Readonly<Record<string, unknown>> }
  /** `line` and `column` from 1, of the first place that is no JSON. */
  | { readonly kind: 'BROKEN'; readonly line: number; readonly column: number; readonly reason: string }
  /** JSON, but no object. */
  | { readonly kind: 'NO_OBJECT' };

/** @returns the values that would be sent; nothing typed is none */
export function readVariables(text: string): Variables {
  const errors: ParseError[] = [];
  const values: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  if (first !== undefined)
    return { kind: 'BROKEN', ...placeOf(text, first.offset), reason: printParseErrorCode(first.error) };
  if (values === undefined) return { kind: 'READ', values: {} };
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return { kind: 'NO_OBJECT' };
  return { kind: 'READ', values: values as Record<string, unknown> };
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** @param value undefined takes it out @returns the text with that one place changed */
export function withValue(text: string, path: JSONPath, value: unknown): string {
  const whole = text.trim() === '' ? '{}' : text;
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
  return applyEdits(whole, modify(whole, path, value, { formattingOptions }));
}
