/** A document's one operation, and the names to which the planner has renamed its fields. */
import type { FetchDataRewrite } from '@apollo/query-planner';
import { Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/** @param document with exactly one operation */
export function operationOf(document: DocumentNode): OperationDefinitionNode {
  return document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
}

/**
 * A planner that selects one field twice gives one of the two an alias, and states which name its value gets in the data. Only fields matter
 * in a rewrite's path: its last name is the planner's alias, unique in its object.
 * @returns by the response names from the reply's top objects, joined by `.`, the name that the last one gets in the data
 */
export function renamesOf(rewrites: readonly FetchDataRewrite[] = []): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  for (const rewrite of rewrites) {
    if (rewrite.kind === 'KeyRenamer')
      renames.set(rewrite.path.filter((part) => !part.startsWith('... on ')).join('.'), rewrite.renameKeyTo);
  }
  return renames;
}
