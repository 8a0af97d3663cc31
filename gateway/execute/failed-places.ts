/**
 * Nulls of a reply that stem from errors. A value that failed must not be passed to another subgraph as null: such a null becomes FAILED,
 * which the client sees as null and no representation carries.
 */
import { FAILED, isNode, InvalidValue, type ResponseNode, type Reason } from '../result/layout.ts';
import type { FetchLevel } from './fetch-document.ts';
import type { ResponsePath } from './entities.ts';

/** An error at a place of an object, in the reply's names, from the object. */
export interface FailedPlace {
  readonly path: ResponsePath;
  readonly why: Reason;
}

/** A reply's errors about one of its objects. */
export interface FailedPlaces {
  readonly places: readonly FailedPlace[];
  /** An error without a path: it may concern any null. */
  readonly anywhere: Reason | undefined;
}

/** Marks the nulls that errors explain. @param node made from the reply; changed */
export function markFailed(level: FetchLevel, node: ResponseNode, { places, anywhere }: FailedPlaces): void {
  for (const { path, why } of places) markPath(level, node, path, why);
  if (anywhere) markNulls(level, node, anywhere);
}

function markPath(level: FetchLevel, node: ResponseNode, [name, ...rest]: ResponsePath, why: Reason): void {
  for (const { slot, names, child } of level.fields.values()) {
    if (typeof name === 'string' && names.has(name))
      node[slot.property] = failedAt(node[slot.property], rest, child, why);
  }
}

/** @returns the value with the first null on the way marked. A list is copied: one of leaves is the reply's own, which never changes. */
function failedAt(value: unknown, path: ResponsePath, child: FetchLevel | undefined, why: Reason): unknown {
  if (value === null || value === undefined) return mark(child, why);
  const [at, ...rest] = path;
  if (Array.isArray(value) && typeof at === 'number' && at in value)
    return value.with(at, failedAt(value[at], rest, child, why));
  if (child && isNode(value)) markPath(child, value, path, why);
  return value;
}

/** Nulls of non-null fields stay: they are found when the response is made. */
function markNulls(level: FetchLevel, node: ResponseNode, why: Reason): void {
  for (const { slot, child, isNullable } of level.fields.values()) {
    const value = node[slot.property];
    if (value === null && isNullable) node[slot.property] = mark(child, why);
    else if (child) for (const inner of [value].flat(Infinity)) if (isNode(inner)) markNulls(child, inner, why);
  }
}

/** Another fetch may still supply a missing object, without the fields this one selected: they then have the same reason. */
const mark = (child: FetchLevel | undefined, why: Reason): InvalidValue =>
  child ? new InvalidValue(undefined, why) : FAILED;
