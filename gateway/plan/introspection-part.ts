/**
 * The introspection part of an operation. It is answered from the schema that the caller may see and never planned: the planner knows an
 * older introspection than clients use (no `isOneOf`), and below a condition it would query a subgraph.
 */
import {
  Kind,
  separateOperations,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { operationOf } from '../document/operation.ts';
import { fragmentsOf, type Fragments } from '../document/fragments.ts';

/** Selected where nothing else is left: the name of the root type needs no subgraph. */
const NOTHING: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** @param document one operation and its fragments @returns the part to plan; the very same document without introspection */
export function withoutIntrospection(document: DocumentNode): DocumentNode {
  const operation = operationOf(document);
  const fragments = fragmentsOf(document);
  if (!holds(operation.selectionSet, fragments)) return document;
  const left = plannedSelections(operation.selectionSet, fragments);
  const selectionSet = { ...operation.selectionSet, selections: left.length === 0 ? [NOTHING] : left };
  const definitions = document.definitions.map((node) => (node === operation ? { ...operation, selectionSet } : node));
  return separateOperations({ ...document, definitions })[operation.name?.value ?? '']!;
}

/** @returns the first introspection field that is not at the root; possible where a field of the graph returns its root type */
export function nestedIntrospection(document: DocumentNode): FieldNode | undefined {
  const fragments = fragmentsOf(document);
  const below = (set: SelectionSetNode): FieldNode | undefined =>
    firstOf(set, (node) => {
      if (node.kind !== Kind.FIELD) return below(contentOf(node, fragments).selectionSet);
      return isIntrospection(node) || !node.selectionSet ? undefined : find(node.selectionSet, fragments);
    });
  return below(operationOf(document).selectionSet);
}

function plannedSelections(set: SelectionSetNode, fragments: Fragments): readonly SelectionNode[] {
  return set.selections.flatMap((node): readonly SelectionNode[] => {
    if (node.kind === Kind.FIELD) return isIntrospection(node) ? [] : [node];
    const { selectionSet, typeCondition } = contentOf(node, fragments);
    if (!holds(selectionSet, fragments)) return [node];
    const selections = plannedSelections(selectionSet, fragments);
    return selections.length === 0
      ? []
      : [
          {
            kind: Kind.INLINE_FRAGMENT,
            typeCondition,
            directives: node.directives,
            selectionSet: { kind: Kind.SELECTION_SET, selections },
          },
        ];
  });
}

function holds(set: SelectionSetNode, fragments: Fragments): boolean {
  return find(set, fragments) !== undefined;
}

function find(set: SelectionSetNode, fragments: Fragments, seen = new Set<SelectionSetNode>()): FieldNode | undefined {
  if (seen.has(set)) return undefined;
  seen.add(set);
  return firstOf(set, (node) => {
    if (node.kind === Kind.FIELD && isIntrospection(node)) return node;
    const inner = node.kind === Kind.FIELD ? node.selectionSet : contentOf(node, fragments).selectionSet;
    return inner && find(inner, fragments, seen);
  });
}

function firstOf(set: SelectionSetNode, look: (node: SelectionNode) => FieldNode | undefined): FieldNode | undefined {
  for (const node of set.selections) {
    const found = look(node);
    if (found) return found;
  }
  return undefined;
}

function isIntrospection({ name: { value } }: FieldNode): boolean {
  return value === '__schema' || value === '__type';
}

function contentOf(
  node: Exclude<SelectionNode, FieldNode>,
  fragments: Fragments,
): FragmentDefinitionNode | InlineFragmentNode {
  return node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)!;
}
