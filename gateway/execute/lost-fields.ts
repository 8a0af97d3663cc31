/**
 * Which fields of an object a failed request has lost. An object that several subgraphs contribute to may exist all the same: then only
 * the fields are lost that no other subgraph has supplied, and each is reported at its own path.
 */
import { holds } from '../document/condition.ts';
import { isNode, InvalidValue, type ResponseNode } from '../result/layout.ts';
import { isOfType } from '../document/types.ts';
import type { FetchedSlot, FetchLevel } from './fetch-document.ts';
import type { Variables } from './representation.ts';
import type { ResponsePath } from './entities.ts';

/** @returns the paths below the object, in the plan's names, of fields of the request that no other fetch has supplied */
export function lostFields(level: FetchLevel, row: ResponseNode, variables: Variables): readonly ResponsePath[] {
  return lostBelow(level, row, variables, (value) => value instanceof InvalidValue);
}

/**
 * The same for an object that was missing when the fetch ran, because another request had failed: a third may have supplied the object
 * later.
 */
export function missedFields(level: FetchLevel, row: ResponseNode, variables: Variables): readonly ResponsePath[] {
  return lostBelow(level, row, variables, isMissing);
}

/** Marks the missing fields of a fetch as reported, so that they are not reported again. @param mark holds the reason */
export function markLost(level: FetchLevel, row: ResponseNode, mark: InvalidValue): void {
  for (const field of level.fields.values()) {
    const value = row[field.slot.property];
    if (value === undefined) row[field.slot.property] = mark;
    else if (isJoined(field)) for (const { node } of nodesIn(value, [])) markLost(field.child!, node, mark);
  }
}

function lostBelow(
  level: FetchLevel,
  row: ResponseNode,
  variables: Variables,
  isLost: (value: unknown) => boolean,
): readonly ResponsePath[] {
  return [...level.fields.values()]
    .filter((field) => applies(level, field, row, variables))
    .flatMap((field): readonly ResponsePath[] => {
      const { name, property } = field.slot;
      const value = row[property];
      if (isLost(value)) return [[name]];
      if (!isJoined(field)) return [];
      return nodesIn(value, [name]).flatMap(({ node, path }) =>
        lostBelow(field.child!, node, variables, isMissing).map((below) => [...path, ...below]),
      );
    });
}

/** An object that was supplied after the failure does not have its mark. */
const isMissing = (value: unknown): boolean => value === undefined || value instanceof InvalidValue;

/** Other fetches contribute to the same object. */
const isJoined = ({ child, slot }: FetchedSlot): boolean => child !== undefined && slot.providers > 1;

/** The object has the field, and @skip and @include have not left it out. */
function applies(
  { supergraph }: FetchLevel,
  { on, slot }: FetchedSlot,
  { type }: ResponseNode,
  variables: Variables,
): boolean {
  return (
    (type === undefined || [...on].some((condition) => isOfType(supergraph, type, condition))) &&
    slot.selected.some(({ when }) => when.some((condition) => holds(condition, variables)))
  );
}

function nodesIn(value: unknown, path: ResponsePath): { readonly node: ResponseNode; readonly path: ResponsePath }[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => nodesIn(entry, [...path, index]));
  return isNode(value) ? [{ node: value, path }] : [];
}
