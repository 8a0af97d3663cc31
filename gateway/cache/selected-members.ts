/** What a fetch has selected of an entity: a subgraph may send more, which nobody has asked for, and which is not kept. */
import { Kind, type SelectionSetNode } from 'graphql';
import { isExactNumber } from '../../base/exact-number.ts';
import type { Fragments } from '../document/fragments.ts';

/** Response name -> what is selected below it; undefined below a leaf, whose value may be an object. */
export type SelectedMembers = ReadonlyMap<string, SelectedMembers | undefined>;

/** @returns what is selected for whatever type: the fragments' type conditions are not looked at */
export function selectedMembers(fragments: Fragments, set: SelectionSetNode): SelectedMembers {
  const found = new Found();
  collect(found, fragments, set);
  return found;
}

class Found extends Map<string, Found | undefined> {}

function collect(found: Found, fragments: Fragments, set: SelectionSetNode): void {
  found.set('__typename', undefined);
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const { alias, name, selectionSet } = selection;
      const below = selectionSet && (found.get((alias ?? name).value) ?? new Found());
      found.set((alias ?? name).value, below);
      if (below !== undefined) collect(below, fragments, selectionSet!);
      continue;
    }
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (inner !== undefined) collect(found, fragments, inner.selectionSet);
  }
}

/** @param value as a subgraph has sent it @returns the same without what is not selected */
export function onlySelected(value: unknown, selected: SelectedMembers | undefined): unknown {
  if (selected === undefined || typeof value !== 'object' || value === null || isExactNumber(value)) return value;
  if (Array.isArray(value)) return value.map((each) => onlySelected(each, selected));
  const members = Object.entries(value).filter(([name]) => selected.has(name));
  return Object.fromEntries(members.map(([name, member]) => [name, onlySelected(member, selected.get(name))]));
}
