/** Turns typed filter inputs into MongoDB conditions. Values reach the database only as operands of the operators named here. */
import { subgraphFault } from '../errors.ts';
import { boundsInOrder } from './ranges.ts';

/** A condition as MongoDB's `find` and `$match` take it; empty matches all. */
export type FilterCondition = Record<string, unknown>;
/** Days, months and moments as text, amounts of rupiah. */
type Bound = string | bigint;

/** The most values of one filter: more than there are villages, agencies or statuses. */
const MOST_VALUES = 500;

/** @returns the condition that `field` is one of the values; an empty one without a list @throws CodedError TOO_MANY_VALUES */
export function oneOf(field: string, values: readonly unknown[] | null | undefined): FilterCondition {
  if (values == null) return {};
  if (values.length > MOST_VALUES)
    throw subgraphFault(
      'TOO_MANY_VALUES',
      `expected at most ${MOST_VALUES} values in one list of a filter, got ${values.length}`,
    );
  return { [field]: values.length === 1 ? values[0] : { $in: [...values] } };
}

/** @returns the condition that `field` lies between the bounds, both included; an absent one does not bind @throws CodedError BAD_RANGE */
export function between(field: string, from: Bound | null | undefined, to: Bound | null | undefined): FilterCondition {
  boundsInOrder(field, from, to);
  const bounds = { ...(from == null ? {} : { $gte: from }), ...(to == null ? {} : { $lte: to }) };
  return Object.keys(bounds).length === 0 ? {} : { [field]: bounds };
}

/** @returns the condition that all hold; those on the same field do not overwrite each other */
export function allOf(...conditions: readonly FilterCondition[]): FilterCondition {
  const real = conditions.filter((condition) => Object.keys(condition).length > 0);
  if (real.length < 2) return real[0] ?? {};
  const keys = real.flatMap(Object.keys);
  return new Set(keys).size === keys.length
    ? Object.fromEntries(real.flatMap((condition) => Object.entries(condition)))
    : { $and: real };
}
