import { Kind, type TypeNode } from 'graphql';

/** @returns whether a type is a list, one that cannot be null too */
export function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}
