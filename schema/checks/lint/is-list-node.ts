import { Kind, type TypeNode } from 'graphql';

/** @returns whether a type is a list, one that cannot be null too */
export function isListNode(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isListNode(type.type));
}
