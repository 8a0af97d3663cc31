import type { Change } from '@graphql-inspector/core';

/**
 * Which coordinates an operation must use for a change to concern it: each of them. A new required argument concerns who asks the field, a
 * new value of an enum who reads the enum, and so on; most concern who uses what has changed.
 */
export function concernedBy({ type, path = '', meta }: Change): readonly string[] {
  const above = path.split('.').slice(0, -1).join('.');
  const { removedUnionMemberTypeName, removedInterfaceName } = meta as Record<string, string | undefined>;
  switch (type) {
    case 'FIELD_ARGUMENT_ADDED':
    case 'FIELD_ARGUMENT_DEFAULT_CHANGED':
    case 'INPUT_FIELD_ADDED':
    case 'INPUT_FIELD_DEFAULT_VALUE_CHANGED':
    case 'ENUM_VALUE_ADDED':
      return [above];
    case 'UNION_MEMBER_REMOVED':
      return [path, removedUnionMemberTypeName ?? ''];
    case 'OBJECT_TYPE_INTERFACE_REMOVED':
      return [path, removedInterfaceName ?? ''];
    default:
      return [path];
  }
}

/** @returns a path as a coordinate of the GraphQL specification: `Query.workers(first:)` */
export function coordinateOf({ path = '' }: Change): string {
  const [type, field, argument] = path.split('.');
  return argument === undefined ? path : `${type}.${field}(${argument}:)`;
}
