/**
 * Response keys for the sibling of a leaf that the transform of that leaf reads. The operation is extended by it, and the response
 * leaves it out.
 */

const KEY = 'sigapBeside__';

/** @returns the response key of a sibling field */
export function besideKey(field: string): string {
  return `${KEY}${field}`;
}

/** True for such a key. No client may use one: with it they could have a value masked as a kind that it is not. */
export function isBesideKey(key: unknown): boolean {
  return typeof key === 'string' && key.startsWith(KEY);
}
