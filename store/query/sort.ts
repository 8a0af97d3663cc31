/** Sort specifications, and the key of a document for one: bytes that compare as the documents are to be ordered. */
import { storeFault } from '../errors.ts';
import { compare } from '../value/compare.ts';
import { EMPTY_ARRAY, valueKey } from '../value/key.ts';
import { shown } from '../value/shown.ts';
import { isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { isIndex } from './path.ts';

/** One field of a sort specification. */
export interface SortField {
  readonly path: string;
  readonly parts: readonly string[];
  readonly descending: boolean;
}

/** Reads a specification such as `{a: 1, "b.c": -1}`. @throws StoreError BadValue, CommandNotSupported */
export function parseSort(sort: Document): SortField[] {
  return [...sort].map(([path, direction]) => {
    if (isDocument(direction))
      throw storeFault('CommandNotSupported', 'sorting by $meta is not offered by the embedded store');
    const number = isNumeric(direction) ? toNumber(direction) : NaN;
    if (number !== 1 && number !== -1)
      throw storeFault(
        'Location15975',
        `$sort key ordering must be 1 (for ascending) or -1 (for descending), got ${shown(direction)} for ${path}`,
      );
    return { path, parts: path.split('.'), descending: number === -1 };
  });
}

/** The sort key of a document: a latin1 string, which JavaScript compares byte by byte. */
export function sortKeyOf(document: Document, fields: readonly SortField[]): string {
  const values = fields.map((field) => extreme(document, field));
  return valueKey(
    values,
    fields.map((field) => field.descending),
  ).toString('latin1');
}

/** An array counts as its lowest element in an ascending sort and as its highest in a descending one; a missing field as null. */
function extreme(document: Document, { parts, descending }: SortField): Value {
  const values: Value[] = [];
  gather(document, parts, 0, values);
  if (values.length === 0) return null;
  let best = values[0]!;
  for (let i = 1; i < values.length; i += 1) {
    const order = compare(sortable(values[i]!), sortable(best));
    if (descending ? order > 0 : order < 0) best = values[i]!;
  }
  return best;
}

/** An empty array stands before null. */
function sortable(value: Value): Value | undefined {
  return value === EMPTY_ARRAY ? undefined : value;
}

function gather(value: Value | undefined, parts: readonly string[], at: number, into: Value[]): void {
  if (at === parts.length) {
    if (!Array.isArray(value)) into.push(value ?? null);
    else if (value.length === 0) into.push(EMPTY_ARRAY);
    else for (const one of value) into.push(one);
    return;
  }
  if (isDocument(value)) return gather(value.get(parts[at]!), parts, at + 1, into);
  if (!Array.isArray(value)) return void into.push(null);
  if (isIndex(parts[at]!)) return gather(value[Number(parts[at])], parts, at + 1, into);
  for (const element of value) {
    if (isDocument(element)) gather(element, parts, at, into);
    else into.push(null);
  }
}
