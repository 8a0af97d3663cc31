/**
 * Nulls of an answer that stand for errors. What is computed from a value that failed must not be computed from null: such
 * a null becomes FAILED, which the client sees as null and nobody hands on.
 */
import { FAILED, isNode, type Node } from '../reply/layout.ts';
import type { FetchLevel } from './fetch-document.ts';
import type { ResponsePath } from './rows.ts';

/** What an answer's errors say of one of its objects. */
export interface FailedPlaces {
  /** In the reply's names, from the object. */
  readonly paths: readonly ResponsePath[];
  /** True when an error does not say where it is: then it may be anywhere. */
  readonly anywhere: boolean;
}

/** @param node made from the answer; changed */
export function markFailed(level: FetchLevel, node: Node, { paths, anywhere }: FailedPlaces): void {
  for (const path of paths) markPath(level, node, path);
  if (anywhere) markNulls(level, node);
}

function markPath(level: FetchLevel, node: Node, [name, ...rest]: ResponsePath): void {
  for (const { slot, names, child } of level.fields.values()) {
    if (typeof name === 'string' && names.includes(name)) node[slot.property] = failedAt(node[slot.property], rest, child);
  }
}

/** @returns the value with the first null on the way marked. A list is copied: one of leaves is the reply's own, which never changes. */
function failedAt(value: unknown, path: ResponsePath, child: FetchLevel | undefined): unknown {
  if (value === null || value === undefined) return FAILED;
  const [at, ...rest] = path;
  if (Array.isArray(value) && typeof at === 'number' && at in value) return value.with(at, failedAt(value[at], rest, child));
  if (child && isNode(value)) markPath(child, value, path);
  return value;
}

/** Nulls where none may be stay: they are found when the response is made. */
function markNulls(level: FetchLevel, node: Node): void {
  for (const { slot, child, isNullable } of level.fields.values()) {
    const value = node[slot.property];
    if (value === null && isNullable) node[slot.property] = FAILED;
    else if (child) for (const inner of [value].flat(Infinity)) if (isNode(inner)) markNulls(child, inner);
  }
}
