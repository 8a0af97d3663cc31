/**
 * Response keys under which a leaf's sibling is asked for, so that what changes the leaf's value can read it: the operation is
 * enlarged by it, and the response leaves it out.
 */

const KEY = 'sigapBeside__';

export function besideKey(field: string): string {
  return `${KEY}${field}`;
}

/** True for a key no client may choose: with one of their own they could have a value masked as something it is not. */
export function isBesideKey(key: unknown): boolean {
  return typeof key === 'string' && key.startsWith(KEY);
}
