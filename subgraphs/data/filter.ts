/** From typed filter inputs to MongoDB conditions. Values reach the database only as operands of operators named here. */
import { subgraphFault } from '../errors.ts';
import { boundsInOrder } from './ranges.ts';

export type FilterCondition = Record<string, unknown>;
/** Days, months and moments as text, amounts of rupiah. */
type Bound = string | bigint;

/** The most values of one filter: more than any list here has different ones of, villages, agencies or statuses. */
const MOST_VALUES = 500;

/** `field` is one of the values; no condition without values. @throws CodedError TOO_MANY_VALUES */
export function oneOf(field: string, values: readonly unknown[] | null | undefined): FilterCondition {
  if (values == null) return {};
  if (values.length > MOST_VALUES)
    throw subgraphFault(
      'TOO_MANY_VALUES',
      `expected at most ${MOST_VALUES} values in one list of a filter, got ${values.length}`,
    );
  return { [field]: values.length === 1 ? values[0] : { $in: [...values] } };
}

/** `field` lies between the two, both included; an absent bound does not bind. @throws CodedError BAD_RANGE */
export function between(field: string, from: Bound | null | undefined, to: Bound | null | undefined): FilterCondition {
  boundsInOrder(field, from, to);
  const bounds = { ...(from == null ? {} : { $gte: from }), ...(to == null ? {} : { $lte: to }) };
  return Object.keys(bounds).length === 0 ? {} : { [field]: bounds };
}

/** All of them. Conditions that share a field do not overwrite each other. */
export function allOf(...conditions: readonly FilterCondition[]): FilterCondition {
  const real = conditions.filter((condition) => Object.keys(condition).length > 0);
  if (real.length < 2) return real[0] ?? {};
  const keys = real.flatMap(Object.keys);
  return new Set(keys).size === keys.length ? Object.assign({}, ...real) : { $and: real };
}
