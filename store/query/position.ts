/** Which element of an array a filter matched: the `$` of projections and updates. */
import type { Document, Value } from '../value/types.ts';
import { compileFilter } from './match.ts';
import { valueAt } from './path.ts';
import { parseFilter, type MatchNode } from './parse.ts';

/** @returns the index of the first element that matches the filter's tests of the array, or `undefined` */
export function matchedPosition(document: Document, path: string, filter: Document): number | undefined {
  const array = valueAt(document, path);
  if (!Array.isArray(array)) return undefined;
  let position: number | undefined;
  for (const node of testsOf(parseFilter(filter), path)) {
    const matches = compileFilter(node);
    const found = array.findIndex((element) => matches(wrapped(path.split('.'), [element])));
    if (found >= 0) position = found;
  }
  return position;
}

/** The tests of the filter that walk through the array. */
function testsOf(node: MatchNode, path: string): MatchNode[] {
  if (node.kind === 'test') return node.path === path || node.path.startsWith(`${path}.`) ? [node] : [];
  return node.kind === 'and' || node.kind === 'or' ? node.children.flatMap((child) => testsOf(child, path)) : [];
}

function wrapped(parts: readonly string[], value: Value): Document {
  return parts.reduceRight<Value>((inner, part) => new Map([[part, inner]]), value) as Document;
}
