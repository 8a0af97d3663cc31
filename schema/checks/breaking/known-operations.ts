import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { UsedOperation } from '../check-input.ts';
import { coordinatesUsed } from './coordinates-used.ts';

/** An operation that was readable, with what it uses. */
export interface KnownOperation {
  readonly operation: UsedOperation;
  readonly document: DocumentNode;
  readonly used: ReadonlySet<string>;
}

/** @returns the operations that can be read, with what they use of a schema. A text that does not parse was answered with an error; no change can break it. */
export function knownOperations(
  schema: GraphQLSchema,
  operations: readonly UsedOperation[],
): readonly KnownOperation[] {
  return operations.flatMap((operation) => {
    try {
      const document = parse(operation.document, { noLocation: true });
      return [{ operation, document, used: coordinatesUsed(schema, document) }];
    } catch {
      return [];
    }
  });
}
