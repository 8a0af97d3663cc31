/**
 * Two answers for the same object, from two subgraphs that share its type. Either they agree in all that both answered,
 * and become one; or the first is kept whole and nothing of the second is used: never a mix.
 */
import { isExactNumber } from '../../base/exact-number.ts';
import { isFailed, isNode, InvalidValue, type ResponseNode } from '../result/layout.ts';
import { isObjectName } from '../document/types.ts';
import type { FetchLevel } from './fetch-document.ts';

/** Whether an answer was left out because it disagreed; whoever merges makes one and looks at it after. */
export interface Dispute {
  isFound: boolean;
}

/**
 * @param dispute is told when `second` was left out though it holds an object
 * @returns what stays: `first`, to which `second` was added where they agree, or `second` where there was nothing
 */
export function joinLevels(first: unknown, second: unknown, level: FetchLevel, dispute: Dispute): unknown {
  if (first === undefined) return second;
  // An answer about another type's object says nothing of this field; it takes no failure back.
  if (isFailed(first)) return second === undefined ? first : withReason(second, first as InvalidValue, level);
  if (second instanceof InvalidValue) return first;
  if (agree(first, second, level)) add(first, second, level);
  else dispute.isFound ||= holdsNode(first);
  return first;
}

/** An answer that comes after another one's failure: what it leaves open is owed for the same reason, until somebody answers it. */
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

/** `undefined` and null say nothing, so they disagree with nothing: the first answer's null stays null. */
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
    if (child ? !agree(one, other, child) : !sameLeaf(one, other)) return false;
  }
  return true;
}

/** An ID may come as a number from one and as a string from the other. */
export function sameLeaf(one: unknown, other: unknown): boolean {
  if (one == null || other == null || one === other || isFailed(one) || isFailed(other)) return true;
  return leafText(one) === leafText(other);
}

/** Equal for equal leaves, whether an ID came as a number or as a string. */
export function leafText(leaf: unknown): string {
  if (typeof leaf !== 'object') return String(leaf);
  return isExactNumber(leaf) ? leaf.rawJSON : JSON.stringify(leaf);
}

function add(first: unknown, second: unknown, level: FetchLevel): void {
  if (Array.isArray(first)) first.forEach((value, index) => add(value, (second as unknown[])?.[index], level));
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
