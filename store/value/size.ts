/** The size of a value, for limits of memory. */
import { Binary } from 'bson';
import { isDocument, type Value } from './types.ts';

/** @returns about how many bytes a value has in BSON */
export function bsonSize(value: Value | undefined): number {
  if (typeof value === 'string') return 5 + value.length;
  if (value === null || typeof value !== 'object') return 8;
  if (Array.isArray(value)) return value.reduce((total: number, inner) => total + 4 + bsonSize(inner), 5);
  if (value instanceof Binary) return 5 + value.length();
  if (!isDocument(value)) return 16;
  let total = 5;
  for (const [name, inner] of value) total += 2 + name.length + bsonSize(inner);
  return total;
}
