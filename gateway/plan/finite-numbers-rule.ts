/** A number in the text must be one that a double comes near: nobody could read `1e400`, and servers make nothing or infinity of it. */
import { GraphQLError, type ASTVisitor, type ValidationContext, type FloatValueNode, type IntValueNode } from 'graphql';

export function FiniteNumbersRule(context: ValidationContext): ASTVisitor {
  const check = (node: IntValueNode | FloatValueNode): void => {
    if (!Number.isFinite(Number(node.value)))
      context.reportError(
        new GraphQLError('Expected a number that a double comes near, found a larger one.', { nodes: node }),
      );
  };
  return { IntValue: check, FloatValue: check };
}
