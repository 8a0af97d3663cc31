/**
 * To return to a subgraph after a @requires, the planner uses the first of the subgraph's keys that is available, even one that is
 * `resolvable: false`, by which the subgraph cannot resolve the entity. So resolvable keys come first in the supergraph that is planned on.
 */
import { Kind, type ConstDirectiveNode, type DefinitionNode, type DocumentNode } from 'graphql';

/** @param supergraph its SDL, parsed @returns the very same document when its keys are in order */
export function resolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  const definitions = supergraph.definitions.map(withResolvableFirst);
  return definitions.every((node, index) => node === supergraph.definitions[index])
    ? supergraph
    : { ...supergraph, definitions };
}

function withResolvableFirst(node: DefinitionNode): DefinitionNode {
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return node;
  const directives = node.directives ?? [];
  const last = directives.filter((directive) => directive.name.value === 'join__type' && !isResolvable(directive));
  if (
    last.length === 0 ||
    last.every((directive, index) => directive === directives[directives.length - last.length + index])
  )
    return node;
  return { ...node, directives: [...directives.filter((directive) => !last.includes(directive)), ...last] };
}

/** @param directive a `join__type` @returns whether the subgraph resolves entities by its key */
export function isResolvable({ arguments: values }: ConstDirectiveNode): boolean {
  return !values?.some(({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value);
}
