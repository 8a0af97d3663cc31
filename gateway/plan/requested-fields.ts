/** Every field that a client selects, fragments expanded, with its place in the response and the object types that can have it. */
import {
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  getNamedType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from '../document/fragments.ts';
import type { RequestedField } from './authorization.ts';

/** @param document valid, and of bounded expanded size @returns the fields of the operation, without introspection */
export function requestedFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): RequestedField[] {
  const found: RequestedField[] = [];
  const root = schema.getRootType(operation.operation);
  const visit = ({ node: _node, ...field }: VisitedField): void => void found.push(field);
  if (root)
    walkFields(
      { schema, fragments: fragmentsOf(document), visit, possible: (type) => objectTypesOf(schema, type) },
      operation.selectionSet,
      root,
    );
  return found;
}

/** A walk over selections, and what is called at each field. */
export interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly visit: (field: VisitedField) => void;
  /** @returns the object types that a value of a type can have */
  readonly possible: (type: GraphQLCompositeType) => readonly string[];
}

/** A field on the walk, with its node. */
export interface VisitedField extends RequestedField {
  readonly node: FieldNode;
}

/**
 * Visits parents before children, in the order of the document. Types and fields that the schema does not have are skipped.
 * @param possible the object types of the values at the root, where more is known than their declared type
 */
export function walkFields(
  walk: Walk,
  set: SelectionSetNode,
  type: GraphQLCompositeType,
  possible = walk.possible(type),
): void {
  inside(walk, set, { type, possible, path: [] });
}

interface Place {
  readonly type: GraphQLCompositeType;
  readonly possible: readonly string[];
  readonly path: readonly string[];
}

function inside(walk: Walk, set: SelectionSetNode, place: Place): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      enter(walk, selection, place);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(selection.name.value) : selection;
    const condition = fragment?.typeCondition ? walk.schema.getType(fragment.typeCondition.name.value) : place.type;
    if (!fragment || !isCompositeType(condition)) continue;
    // Taken from the whole schema; a walk in a subgraph that knows fewer types has narrowed `place.possible` already.
    const names = objectTypesOf(walk.schema, condition);
    inside(walk, fragment.selectionSet, {
      ...place,
      type: condition,
      possible: place.possible.filter((name) => names.includes(name)),
    });
  }
}

function enter(walk: Walk, node: FieldNode, { type, possible, path: above }: Place): void {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
  if (!field) return;
  const path = [...above, (node.alias ?? node.name).value];
  walk.visit({ node, typeName: type.name, fieldName: field.name, path, objectTypes: possible });
  const within = getNamedType(field.type);
  if (node.selectionSet && isCompositeType(within))
    inside(walk, node.selectionSet, { type: within, possible: walk.possible(within), path });
}

/** @returns the names of the object types that a value of this type can have */
export function objectTypesOf(schema: GraphQLSchema, type: GraphQLCompositeType): readonly string[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }: GraphQLObjectType) => name) : [type.name];
}
