/** From typed filter inputs to MongoDB conditions. Values reach the database only as operands of operators named here. */

export type Condition = Record<string, unknown>;

/** `field` is one of the values; no condition without values. */
export function oneOf(field: string, values: readonly unknown[] | null | undefined): Condition {
  if (values == null) return {};
  return { [field]: values.length === 1 ? values[0] : { $in: [...values] } };
}

/** `field` lies between the two, both included; an absent bound does not bind. */
export function between(field: string, from: unknown, to: unknown): Condition {
  const bounds = { ...(from == null ? {} : { $gte: from }), ...(to == null ? {} : { $lte: to }) };
  return Object.keys(bounds).length === 0 ? {} : { [field]: bounds };
}

/** All of them. Conditions that share a field do not overwrite each other. */
export function allOf(...conditions: readonly Condition[]): Condition {
  const real = conditions.filter((condition) => Object.keys(condition).length > 0);
  if (real.length < 2) return real[0] ?? {};
  const keys = real.flatMap(Object.keys);
  return new Set(keys).size === keys.length ? Object.assign({}, ...real) : { $and: real };
}
