/** The keys of a document in an index: one, or one for each element of an array on its path. */
import { storeFault } from '../errors.ts';
import { EMPTY_ARRAY, valueKey } from '../value/key.ts';
import { isDocument, type Document, type Value } from '../value/types.ts';
import { isIndex } from '../query/path.ts';
import type { IndexInfo } from './spec.ts';

/** The keys of one document in one index; none for a document that the index leaves out. */
export interface IndexKeys {
  readonly keys: readonly Buffer[];
  /** By field: whether there is an array on its path. */
  readonly arrays: readonly boolean[];
}

const NONE: IndexKeys = { keys: [], arrays: [] };

/** Works out the keys. @throws StoreError CannotIndexParallelArrays for two arrays in one compound index, Location16746 for a number that is a place and a field */
export function keysOf(index: IndexInfo, document: Document): IndexKeys {
  if (index.partial !== undefined && !index.partial.matches(document)) return NONE;
  const values: (Value | undefined)[][] = [];
  const arrays: boolean[] = [];
  for (const field of index.fields) {
    const found: (Value | undefined)[] = [];
    arrays.push(gather(document, field.parts, 0, found));
    values.push(found);
  }
  if (index.sparse && values.every((found) => found.every((value) => value === undefined))) return { keys: [], arrays };
  return { keys: combine(index, values, arrays), arrays };
}

function combine(index: IndexInfo, values: readonly (Value | undefined)[][], arrays: readonly boolean[]): Buffer[] {
  const directions = index.fields.map((field) => field.descending);
  const wide = values.flatMap((found, i) => (found.length > 1 || arrays[i] ? [i] : []));
  if (wide.length === 0)
    return [
      valueKey(
        values.map((found) => found[0] ?? null),
        directions,
      ),
    ];
  checkParallel(index, wide);
  const rows = Math.max(...wide.map((i) => values[i]!.length));
  const keys = new Map<string, Buffer>();
  for (let row = 0; row < rows; row += 1) {
    const key = valueKey(
      values.map((found) => (found.length === rows ? found[row] : found[0]) ?? null),
      directions,
    );
    keys.set(key.toString('latin1'), key);
  }
  return [...keys.values()];
}

/** Fields of one array of documents are combined element by element; two different arrays would multiply. */
function checkParallel(index: IndexInfo, wide: readonly number[]): void {
  const roots = new Set(wide.map((i) => index.fields[i]!.parts[0]));
  if (roots.size > 1)
    throw storeFault(
      'CannotIndexParallelArrays',
      `cannot index parallel arrays ${[...roots].map((root) => `[${root}]`).join(' ')}`,
    );
}

/** Collects the values at a path, one for each element of an array. @returns whether there was an array */
function gather(value: Value | undefined, parts: readonly string[], at: number, into: (Value | undefined)[]): boolean {
  if (at === parts.length) {
    if (!Array.isArray(value)) into.push(value);
    else if (value.length === 0) into.push(EMPTY_ARRAY);
    else for (const one of value) into.push(one);
    return Array.isArray(value);
  }
  if (isDocument(value)) return gather(value.get(parts[at]!), parts, at + 1, into);
  if (Array.isArray(value)) gatherElements(value, parts, at, into);
  else into.push(undefined);
  return Array.isArray(value);
}

function gatherElements(
  array: readonly Value[],
  parts: readonly string[],
  at: number,
  into: (Value | undefined)[],
): void {
  const part = parts[at]!;
  const numbered = isIndex(part);
  if (numbered && Number(part) < array.length) {
    if (array.some((element) => isDocument(element) && element.has(part)))
      throw storeFault(
        'Location16746',
        `Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), field: '${part}' of the index on ${parts.join('.')}`,
      );
    gather(array[Number(part)], parts, at + 1, into);
  }
  for (const element of array) {
    if (isDocument(element)) gather(element, parts, at, into);
    else if (!numbered) into.push(undefined);
  }
  if (into.length === 0) into.push(undefined);
}
