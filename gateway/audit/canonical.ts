/**
 * The same text for the same value, in whatever order a database returns its members: the chain hashes it. Only values that JSON represents
 * exactly have such a text. By its JSON alone, a date would pass for its ISO text and `undefined` for an absent member.
 */

/** @returns undefined when the value contains anything but strings, numbers, booleans, null, plain lists and plain objects */
export function canonical(value: unknown): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? JSON.stringify(value) : undefined;
  if (Array.isArray(value)) return joined([...(value as readonly unknown[])].map(canonical), '[', ']');
  return isPlain(value)
    ? joined(
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

function joined(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(',')}${close}`;
}

/** True for an object without a class: its members are its whole content. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * A value as a database will return it: members that are `undefined` are left out, and halves of a surrogate pair, which BSON cannot hold, are
 * replaced. Otherwise a name with such a half would make an untouched record look altered.
 */
export function asKept<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === 'string' ? inner.toWellFormed() : inner,
  ) as Value;
}
