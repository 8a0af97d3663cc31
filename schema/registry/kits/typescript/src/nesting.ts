import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

const DEEPEST = 50;

/** A rule of validation: no document is nested deeper than any that a gateway sends. */
export function nesting(context: ValidationContext): ASTVisitor {
  let depth = 0;
  return {
    SelectionSet: {
      enter() {
        depth += 1;
        if (depth === DEEPEST + 1)
          context.reportError(
            new GraphQLError(`The document is nested too deep: expected at most ${DEEPEST} levels`, {
              extensions: { code: 'NESTED_TOO_DEEP' },
            }),
          );
        return depth > DEEPEST ? false : undefined;
      },
      leave: () => void (depth -= 1),
    },
  };
}
