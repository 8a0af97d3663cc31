/**
 * Joins two replies about the same object, from two subgraphs that share its type. If they agree in all that both contain, they become
 * one. If not, the first is kept and nothing of the second is used: never a mix.
 */
import { isExactNumber } from '../../base/exact-number.ts';
import { isFailed, isNode, InvalidValue, type ResponseNode } from '../result/layout.ts';
import { isObjectName } from '../document/types.ts';
import type { FetchLevel } from './fetch-document.ts';

/** Set by a merge when a reply was left out because it disagreed. */
export interface Disagreement {
  isFound: boolean;
}

/**
 * @param disagreement is set when `second` was left out though `first` holds an object
 * @returns what stays: `first`, to which `second` was added where they agree, or `second` where there was nothing
 */
export function joinLevels(first: unknown, second: unknown, level: FetchLevel, disagreement: Disagreement): unknown {
  if (first === undefined) return second;
  // A reply about an object of another type has no value for this field; it does not undo a failure.
  if (isFailed(first)) return second === undefined ? first : withReason(second, first as InvalidValue, level);
  if (second instanceof InvalidValue) return first;
  if (agree(first, second, level)) add(first, second, level);
  else disagreement.isFound ||= holdsNode(first);
  return first;
}

/** A reply after another fetch's failure: the slots that it does not fill keep the failure's reason until a fetch fills them. */
function withReason(second: unknown, failed: InvalidValue, { shape }: FetchLevel): unknown {
  for (const node of failed.why ? [second].flat(Infinity) : []) {
    if (isNode(node))
      for (const { property } of shape.slots.values()) if (node[property] === undefined) node[property] = failed;
  }
  return second;
}

function holdsNode(value: unknown): boolean {
  return Array.isArray(value) ? value.some(holdsNode) : isNode(value);
}

/** `undefined` and null agree with everything: the first reply's null stays null. */
function agree(first: unknown, second: unknown, level: FetchLevel): boolean {
  if (first == null || second == null || first instanceof InvalidValue || second instanceof InvalidValue) return true;
  if (Array.isArray(first) || Array.isArray(second)) {
    if (!Array.isArray(first) || !Array.isArray(second) || first.length !== second.length) return false;
    return first.every((value, index) => agree(value, second[index], level));
  }
  return agreeNodes(first as ResponseNode, second as ResponseNode, level);
}

function agreeNodes(first: ResponseNode, second: ResponseNode, level: FetchLevel): boolean {
  if (
    first.type !== second.type &&
    isObjectName(level.supergraph, first.type) &&
    isObjectName(level.supergraph, second.type)
  )
    return false;
  for (const { slot, child } of level.fields.values()) {
    const [one, other] = [first[slot.property], second[slot.property]];
    if (child ? !agree(one, other, child) : !isSameLeaf(one, other)) return false;
  }
  return true;
}

/** Whether two leaves are equal; an ID may be a number in one reply and a string in the other. */
export function isSameLeaf(one: unknown, other: unknown): boolean {
  if (one == null || other == null || one === other || isFailed(one) || isFailed(other)) return true;
  return leafText(one) === leafText(other);
}

/** @returns a text that is equal for equal leaves, whether an ID is a number or a string */
export function leafText(leaf: unknown): string {
  if (typeof leaf === 'string') return leaf;
  if (typeof leaf === 'bigint') return leaf.toString();
  return isExactNumber(leaf) ? leaf.rawJSON : JSON.stringify(leaf);
}

function add(first: unknown, second: unknown, level: FetchLevel): void {
  if (Array.isArray(first) && Array.isArray(second)) first.forEach((value, index) => add(value, second[index], level));
  else if (isNode(first) && isNode(second)) addNode(first, second, level);
}

function addNode(first: ResponseNode, second: ResponseNode, level: FetchLevel): void {
  if (second.type !== undefined && !isObjectName(level.supergraph, first.type)) first.type = second.type;
  for (const { slot, child } of level.fields.values()) {
    const here = first[slot.property];
    const there = second[slot.property];
    if (there === undefined) continue;
    if (here === undefined || isFailed(here)) first[slot.property] = there;
    else if (child) add(here, there, child);
  }
}
