/**
 * Which parts of a response a fetch reads, to find and name its objects, and which it fills. Two fetches that touch nothing in
 * common need not wait for each other, whatever order the planner has put them in.
 */
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Shape, Slot } from '../../result/layout.ts';
import type { FetchLevel } from '../fetch-document.ts';
import type { FetchPlan } from '../fetch-plan.ts';

/** A slot, or a shape: the latter stands for the type of the objects of that shape. */
export type Touched = Slot | Shape;

/** The slots that a fetch reads and fills. */
export interface TouchedSlots {
  readonly reads: ReadonlySet<Touched>;
  readonly fills: ReadonlySet<Touched>;
}

/** @param root the response's shape */
export function touchedSlots(root: Shape, { steps, node, level }: FetchPlan): TouchedSlots {
  const reads = new Set<Touched>();
  let shape = root;
  for (const { name } of steps) {
    reads.add(shape.slot(name, true));
    shape = shape.child(name, undefined);
    reads.add(shape);
  }
  if (node.requires) readRequired(shape, node.requires, reads);
  const fills = new Set<Touched>();
  if (level.typenames.length > 0) fills.add(level.shape);
  fillLevel(level, fills);
  return { reads, fills };
}

function readRequired(shape: Shape, selections: readonly QueryPlanSelectionNode[], reads: Set<Touched>): void {
  reads.add(shape);
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      readRequired(shape, selection.selections, reads);
      continue;
    }
    const name = selection.alias ?? selection.name;
    const slot = shape.slots.get(selection.selections ? `${name}{}` : name);
    // A slot that is not there is filled by nobody.
    if (slot === undefined) continue;
    reads.add(slot);
    if (selection.selections && slot.child) readRequired(slot.child, selection.selections, reads);
  }
}

function fillLevel(level: FetchLevel, fills: Set<Touched>): void {
  for (const { slot, child } of level.fields.values()) {
    fills.add(slot);
    if (child === undefined) continue;
    fills.add(child.shape);
    fillLevel(child, fills);
  }
}
