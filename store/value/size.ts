/** The size of a value, for limits of memory. */
import { Binary } from 'bson';
import { isDocument, type Value } from './types.ts';

/** Above every limit of memory. */
const MOST = 128 * 1024 * 1024;

/**
 * @param most where the count ends: a few values that hold each other twice have a size without end
 * @returns about how many bytes a value has in BSON, or about `most` where it has more
 */
export function bsonSize(value: Value | undefined, most = MOST): number {
  if (typeof value === 'string') return 5 + value.length;
  if (value === null || typeof value !== 'object') return 8;
  if (Array.isArray(value)) return sizeOfArray(value, most);
  if (value instanceof Binary) return 5 + value.length();
  if (!isDocument(value)) return 16;
  let total = 5;
  for (const [name, inner] of value) {
    total += 2 + name.length + bsonSize(inner, most - total);
    if (total > most) break;
  }
  return total;
}

function sizeOfArray(values: readonly Value[], most: number): number {
  let total = 5;
  for (const value of values) {
    total += 4 + bsonSize(value, most - total);
    if (total > most) break;
  }
  return total;
}
