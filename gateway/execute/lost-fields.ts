/**
 * What a failed request has cost an object. An object that several subgraphs answer parts of is there all the same: then the fields
 * below it are lost that nobody else has answered, and each is told at its own path.
 */
import { holds } from '../document/condition.ts';
import { isNode, InvalidValue, type ResponseNode } from '../result/layout.ts';
import { isOfType } from '../document/types.ts';
import type { FetchedSlot, FetchLevel } from './fetch-document.ts';
import type { Variables } from './representation.ts';
import type { ResponsePath } from './entities.ts';

/** @returns paths below the object, in the plan's names, of what the request would have answered and nobody has */
export function lostFields(level: FetchLevel, row: ResponseNode, variables: Variables): readonly ResponsePath[] {
  return lostBelow(level, row, variables, (value) => value instanceof InvalidValue);
}

/**
 * The same of an object that was not there when it would have been asked about, since another request had failed: a third may have
 * answered it after that.
 */
export function missedFields(level: FetchLevel, row: ResponseNode, variables: Variables): readonly ResponsePath[] {
  return lostBelow(level, row, variables, isMissing);
}

/** What is missing because of a failure that is reported is not reported again. @param mark says why */
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

/** An object that came after the failure knows nothing of it. */
const isMissing = (value: unknown): boolean => value === undefined || value instanceof InvalidValue;

/** Other fetches answer parts of the same object. */
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
