/** A value in the text of an error: scalars as JavaScript writes them, documents and what has no text of its own by the name of their type. */
import { Binary, Decimal128, Double, Long, ObjectId } from 'bson';
import { typeOf, type Value } from './types.ts';

/** @returns `undefined` for a missing field; the elements of an array with commas between them */
export function shown(value: Value | undefined): string {
  if (Array.isArray(value)) return value.map(shown).join();
  if (value === undefined || value === null || typeof value !== 'object') return String(value);
  // A Timestamp is a Long of bson's classes.
  const hasText =
    value instanceof Date ||
    value instanceof Double ||
    value instanceof Long ||
    value instanceof Decimal128 ||
    value instanceof ObjectId ||
    value instanceof Binary;
  return hasText ? value.toString() : typeOf(value);
}
