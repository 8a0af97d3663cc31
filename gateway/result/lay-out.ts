/** Gives every selected field a slot, whatever the values of `@skip` and `@include` will be. */
import { getNamedType, isCompositeType, isInterfaceType, isObjectType, Kind, type SelectionSetNode } from 'graphql';
import type { Shape } from './layout.ts';
import type { ResponseSource } from './response-plan.ts';

/** @param root the shape of the response's root, which is filled */
export function layOut(source: ResponseSource, root: Shape): void {
  const type = source.schema.getRootType(source.operation.operation)!;
  root.declared.add(type.name);
  layOutSelections(source, source.operation.selectionSet, type.name, root);
}

function layOutSelections(source: ResponseSource, set: SelectionSetNode, declared: string, shape: Shape): void {
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD) {
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : source.fragments.get(selection.name.value)!;
      layOutSelections(source, fragment.selectionSet, fragment.typeCondition?.name.value ?? declared, shape);
      continue;
    }
    if (selection.name.value.startsWith('__')) continue;
    const type = source.schema.getType(declared);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
    const name = (selection.alias ?? selection.name).value;
    const named = field && getNamedType(field.type);
    if (!selection.selectionSet) shape.slot(name, false);
    else if (isCompositeType(named))
      layOutSelections(source, selection.selectionSet, named.name, shape.child(name, named.name));
  }
}
