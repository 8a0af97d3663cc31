/**
 * Whether the size of a reply may be told. A client can pad an operation as they like, so even a rounded size tells the length of what is in
 * the reply and not in the answer: a name behind its mask, a field that only the plan needs. So it is told only of replies without any
 * personal, masked or counted field.
 */
import {
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  getNamedType,
  Kind,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from '../document/fragments.ts';
import { operationOf } from '../document/operation.ts';
import type { Policy } from '../guard/policy/policy.ts';
import type { FetchView } from '../plan/fetched-fields.ts';
import { isOfEntities, filledSelections } from './plan-places.ts';

/** Reads what a fetch selects. */
interface SizeReader {
  readonly policy: Policy;
  /** The whole supergraph. */
  readonly supergraph: GraphQLSchema;
}

/** @returns true where every field of the fetch is open to everybody who reads it */
export function tellsNobodysLength(reader: SizeReader, view: FetchView): boolean {
  const operation = operationOf(view.document);
  const root = isOfEntities(view) ? undefined : (reader.supergraph.getRootType(operation.operation) ?? undefined);
  return isOpen(reader, fragmentsOf(view.document), filledSelections(view), root);
}

/** @param type undefined at `_entities`, below which every fragment names one; a field that the supergraph does not have is not open */
function isOpen(
  reader: SizeReader,
  fragments: Fragments,
  set: SelectionSetNode,
  type: GraphQLCompositeType | undefined,
): boolean {
  return set.selections.every((selection) => {
    if (selection.kind !== Kind.FIELD) {
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition && reader.supergraph.getType(fragment.typeCondition.name.value);
      return (
        fragment !== undefined &&
        isOpen(reader, fragments, fragment.selectionSet, isCompositeType(condition) ? condition : type)
      );
    }
    const name = selection.name.value;
    if (name === '__typename') return true;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (field === undefined || isGuarded(reader, type!, name)) return false;
    const below = getNamedType(field.type);
    return (
      selection.selectionSet === undefined ||
      (isCompositeType(below) && isOpen(reader, fragments, selection.selectionSet, below))
    );
  });
}

function isGuarded({ policy, supergraph }: SizeReader, type: GraphQLCompositeType, field: string): boolean {
  const types = isAbstractType(type) ? [type, ...supergraph.getPossibleTypes(type)] : [type, ...type.getInterfaces()];
  return types.some(({ name }) => {
    const coordinate = `${name}.${field}`;
    return policy.personal.has(coordinate) || policy.masks.has(coordinate) || policy.aggregates.has(coordinate);
  });
}
