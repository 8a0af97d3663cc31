/** Reads a field set, as of `@requires`: the fields it names, each on its type. */
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { named } from '../protection.ts';
import type { ModelType } from './subgraph-model.ts';

/** A field on a type. */
export interface Named {
  readonly type: string;
  readonly field: string;
  /** Whether it is selected for its own value, not for what is inside it. */
  readonly leaf: boolean;
}

/**
 * @param types of the subgraph that states the set; a type it lacks ends the walk there
 * @param set `nik`, `worker { nik }`, `... on Worker { nik }`
 * @returns every field of the set; none of a text that is no field set, which composition refuses
 */
export function coordinatesOf(types: ReadonlyMap<string, ModelType>, type: string, set: string): readonly Named[] {
  const selection = selectionOf(set);
  return selection === undefined ? [] : walk(types, type, selection);
}

function selectionOf(set: string): SelectionSetNode | undefined {
  try {
    const text = set.trim();
    const [definition] = parse(text.startsWith('{') ? text : `{${text}}`, { noLocation: true }).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
  } catch {
    return undefined;
  }
}

function walk(types: ReadonlyMap<string, ModelType>, on: string, { selections }: SelectionSetNode): Named[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return walk(types, selection.typeCondition?.name.value ?? on, selection.selectionSet);
    if (selection.kind !== Kind.FIELD || selection.name.value.startsWith('__')) return [];
    const field = types.get(on)?.fields.get(selection.name.value);
    const own: Named = { type: on, field: selection.name.value, leaf: selection.selectionSet === undefined };
    return selection.selectionSet === undefined || field === undefined
      ? [own]
      : [own, ...walk(types, named(field.type), selection.selectionSet)];
  });
}
