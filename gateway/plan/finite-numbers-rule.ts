/** The validation rule that refuses numbers outside the range of doubles: of `1e400` servers make infinity or nothing. */
import { GraphQLError, type ASTVisitor, type ValidationContext, type FloatValueNode, type IntValueNode } from 'graphql';

/** To be passed to graphql-js's `validate`. */
export function FiniteNumbersRule(context: ValidationContext): ASTVisitor {
  const check = (node: IntValueNode | FloatValueNode): void => {
    if (!Number.isFinite(Number(node.value)))
      context.reportError(
        new GraphQLError('Expected a number that a double comes near, found a larger one.', { nodes: node }),
      );
  };
  return { IntValue: check, FloatValue: check };
}
