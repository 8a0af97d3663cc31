/**
 * One text for one value, whatever order a database gives its members back in: what the chain hashes. Only what JSON holds as it
 * is has such a text. A date in place of its ISO text, or `undefined` in place of nothing, would pass for the same by its JSON.
 */

/** @returns undefined for a value, or one in it, that is no text, number, truth value, null, plain list or plain object */
export function canonical(value: unknown): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? JSON.stringify(value) : undefined;
  if (Array.isArray(value)) return whole([...value].map(canonical), '[', ']');
  return isPlain(value)
    ? whole(
        Object.keys(value)
          .sort()
          .map((key) => member(key, value[key])),
        '{',
        '}',
      )
    : undefined;
}

function member(key: string, value: unknown): string | undefined {
  const text = canonical(value);
  return text && `${JSON.stringify(key)}:${text}`;
}

function whole(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(',')}${close}`;
}

/** True for an object whose members are all there is to it. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * A value as a database will give it back: members that are `undefined` are left out, and halves of a surrogate pair, which BSON
 * cannot hold, are replaced, so that nobody's name can make an untouched record look altered.
 */
export function asKept<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === 'string' ? inner.toWellFormed() : inner,
  ) as Value;
}
