/** Sort specifications: the key of a document for an order, as bytes that compare as the order says. */
import { storeFault } from '../errors.ts';
import { compare } from '../value/compare.ts';
import { EMPTY_ARRAY, valueKey } from '../value/key.ts';
import { isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { isIndex, partsOf } from './path.ts';

export interface SortField {
  readonly path: string;
  readonly descending: boolean;
}

/** @throws StoreError BadValue */
export function parseSort(sort: Document): SortField[] {
  return [...sort].map(([path, direction]) => {
    if (isDocument(direction))
      throw storeFault('CommandNotSupported', 'sorting by $meta is not offered by the embedded store');
    const number = isNumeric(direction) ? toNumber(direction) : NaN;
    if (number !== 1 && number !== -1)
      throw storeFault(
        'BadValue',
        `$sort key ordering must be 1 (for ascending) or -1 (for descending), got ${String(direction)} for ${path}`,
      );
    return { path, descending: number === -1 };
  });
}

/** A latin1 string: JavaScript then compares it byte by byte. */
export function sortKeyOf(document: Document, fields: readonly SortField[]): string {
  const values = fields.map(({ path, descending }) => extreme(document, path, descending));
  return valueKey(
    values,
    fields.map((field) => field.descending),
  ).toString('latin1');
}

/** An array counts as its lowest element in an ascending sort and as its highest in a descending one; a missing field as null. */
function extreme(document: Document, path: string, descending: boolean): Value {
  const values: Value[] = [];
  gather(document, partsOf(path), 0, values);
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
    else into.push(...value);
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
