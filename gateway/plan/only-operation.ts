import { separateOperations, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/** One operation of a document with the fragments it uses. The planner reads every fragment it is given; one of another operation may use variables that this one has not. */
export function onlyOperation(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  return separateOperations(document)[operation.name?.value ?? '']!;
}
