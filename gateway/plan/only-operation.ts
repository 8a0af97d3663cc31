/** Reduces a document to one operation. */
import { separateOperations, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/**
 * @returns one operation of a document with the fragments that it uses. The planner reads every fragment of a document, and those of other
 * operations may use variables that this operation does not declare.
 */
export function onlyOperation(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  return separateOperations(document)[operation.name?.value ?? '']!;
}
