import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

/** Deeper than any document of a gateway, whose own limit is far below. */
const DEEPEST = 100;

/** A rule of validation: selections are nested at most a hundred deep, so that no other rule and no resolver runs out of stack. */
export function nesting(context: ValidationContext): ASTVisitor {
  let depth = 0;
  return {
    SelectionSet: {
      enter() {
        depth += 1;
        if (depth === DEEPEST + 1)
          context.reportError(new GraphQLError(`The document is nested too deep: expected at most ${DEEPEST} levels`));
        return undefined;
      },
      leave: () => void (depth -= 1),
    },
  };
}
