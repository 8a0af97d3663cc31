/** The field that an update writes: read, set and removed by its path. */
import { storeFault } from '../errors.ts';
import { isDocument, typeOf, type Document, type Value } from '../value/types.ts';
import { isIndex } from '../query/path.ts';

/** Arrays do not grow by more than this through one index, as in MongoDB. */
const MOST_PADDING = 1_500_000;

/** The value at a path, where numerals are indexes of arrays; `undefined` when it is missing. */
export function readTarget(document: Document, parts: readonly string[]): Value | undefined {
  let value: Value | undefined = document;
  for (const part of parts) value = childOf(value, part);
  return value;
}

function childOf(value: Value | undefined, part: string): Value | undefined {
  if (isDocument(value)) return value.get(part);
  return Array.isArray(value) && isIndex(part) ? value[Number(part)] : undefined;
}

/** Sets the value at a path; missing parents are made. @throws StoreError PathNotViable, BadValue */
export function writeTarget(document: Document, parts: readonly string[], value: Value): void {
  let at: Value = document;
  for (let i = 0; i < parts.length - 1; i += 1) {
    let next: Value | undefined = childOf(at, parts[i]!);
    if (next === undefined) {
      next = new Map();
      setChild(at, parts, i, next);
    }
    at = next;
  }
  setChild(at, parts, parts.length - 1, value);
}

function setChild(parent: Value, parts: readonly string[], i: number, value: Value): void {
  const part = parts[i]!;
  if (isDocument(parent)) return void parent.set(part, value);
  if (!Array.isArray(parent) || !isIndex(part)) {
    const holder = Array.isArray(parent) ? 'array' : typeOf(parent);
    throw storeFault(
      'PathNotViable',
      `Cannot create field '${part}' in element {${parts.slice(0, i).join('.')}: ${holder}}`,
    );
  }
  const index = Number(part);
  if (index > parent.length + MOST_PADDING)
    throw storeFault('BadValue', `can't backfill more than ${MOST_PADDING} elements`);
  while (parent.length < index) parent.push(null);
  parent[index] = value;
}

/** Removes the value at a path; an element of an array becomes null, so that the others keep their index. */
export function removeTarget(document: Document, parts: readonly string[]): void {
  const parent = readTarget(document, parts.slice(0, -1));
  const part = parts[parts.length - 1]!;
  if (isDocument(parent)) parent.delete(part);
  else if (Array.isArray(parent) && isIndex(part) && Number(part) < parent.length) parent[Number(part)] = null;
}

/** A copy that shares no document or array. */
export function clone(value: Value): Value {
  if (isDocument(value)) return new Map([...value].map(([name, inner]) => [name, clone(inner)]));
  return Array.isArray(value) ? value.map(clone) : value;
}
