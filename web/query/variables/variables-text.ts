/** The variables as the editor holds them: JSON in which a reader may write comments. Whatever the form does not change stays as it was typed. */
import {
  applyEdits,
  findNodeAtLocation,
  modify,
  parse,
  parseTree,
  type JSONPath,
  type Node,
  type ParseError,
} from 'jsonc-parser';

export type Variables =
  | { readonly kind: 'READ'; readonly values: Readonly<Record<string, unknown>> }
  /** `line` and `column` from 1, of the first place that is no JSON. */
  | { readonly kind: 'BROKEN'; readonly line: number; readonly column: number }
  /** JSON, but no object. */
  | { readonly kind: 'NO_OBJECT' };

/** @returns the values that would be sent; nothing typed is none */
export function readVariables(text: string): Variables {
  const errors: ParseError[] = [];
  const values: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  if (first !== undefined) return { kind: 'BROKEN', ...placeOf(text, first.offset) };
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
  if (value === undefined) return without(whole, path);
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
  return applyEdits(whole, modify(whole, path, value, { formattingOptions }));
}

/** What may stand between a value and the comma behind it. */
const TRIVIA = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;

/** The library's own way takes the comments beside a value out with it. */
function without(text: string, path: JSONPath): string {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const value = tree && findNodeAtLocation(tree, path);
  if (value?.parent === undefined) return text;
  const node = value.parent.type === 'property' ? value.parent : value;
  const [start, end] = [node.offset, node.offset + node.length];
  const comma = commaAfter(text, end) ?? commaBefore(text, node);
  const cuts = [[start, end] as const, ...(comma === undefined ? [] : [[comma, comma + 1] as const])];
  return cuts.toSorted(([left], [right]) => right - left).reduce((rest, cut) => withoutCut(rest, cut), text);
}

/** Where nothing else stood on the line, the line goes too. */
function withoutCut(text: string, [start, end]: readonly [number, number]): string {
  const lineStart = text.lastIndexOf('\n', start - 1);
  const lineEnd = text.indexOf('\n', end);
  const left = text.slice(lineStart + 1, start) + text.slice(end, lineEnd === -1 ? undefined : lineEnd);
  const isAlone = lineStart !== -1 && lineEnd !== -1 && left.trim() === '';
  return isAlone ? text.slice(0, lineStart) + text.slice(lineEnd) : text.slice(0, start) + text.slice(end);
}

function commaAfter(text: string, end: number): number | undefined {
  TRIVIA.lastIndex = end;
  TRIVIA.test(text);
  return text[TRIVIA.lastIndex] === ',' ? TRIVIA.lastIndex : undefined;
}

/** The last one leaves the comma of the one before it behind. */
function commaBefore(text: string, node: Node): number | undefined {
  const siblings = node.parent?.children ?? [];
  const before = siblings[siblings.indexOf(node) - 1];
  return before && commaAfter(text, before.offset + before.length);
}
