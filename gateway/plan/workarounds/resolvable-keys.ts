/**
 * To come back into a subgraph after a @requires, the planner names the entity by the first of the subgraph's keys that it
 * has at hand, also by one that is `resolvable: false`, which the subgraph does not answer to. So the keys that are answered
 * to stand first in the supergraph that is planned on.
 */
import { Kind, type ConstDirectiveNode, type DefinitionNode, type DocumentNode } from 'graphql';

/** @param supergraph its SDL, parsed @returns the very document that was given when its keys stand right */
export function resolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  const definitions = supergraph.definitions.map(inOrder);
  return definitions.every((node, index) => node === supergraph.definitions[index])
    ? supergraph
    : { ...supergraph, definitions };
}

function inOrder(node: DefinitionNode): DefinitionNode {
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

/** @param directive a `join__type` */
export function isResolvable({ arguments: given }: ConstDirectiveNode): boolean {
  return !given?.some(({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value);
}
