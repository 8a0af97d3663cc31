/** A document's one operation, and the names the planner has given its fields anew. */
import type { FetchDataRewrite } from '@apollo/query-planner';
import { Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';

export function operationOf(document: DocumentNode): OperationDefinitionNode {
  return document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
}

/**
 * A planner that must ask for one field twice names one of the two anew, and says how its answer is called back. Only fields count in
 * a rewrite's path: its last name is an alias of the planner's own, unique in its object.
 * @returns response names from the top of the reply's objects joined by `.` -> the name the last one gets in the data
 */
export function renamesOf(rewrites: readonly FetchDataRewrite[] = []): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  for (const rewrite of rewrites) {
    if (rewrite.kind === 'KeyRenamer')
      renames.set(rewrite.path.filter((part) => !part.startsWith('... on ')).join('.'), rewrite.renameKeyTo);
  }
  return renames;
}
