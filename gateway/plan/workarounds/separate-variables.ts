/**
 * A fetch for entities has a variable of the planner's own, `$representations`, and one that takes from a context has
 * `$contextualArgument_…`; JavaScript's objects have a `constructor` and a `__proto__`. A client's variable of such a name is planned
 * and run under another.
 */
import { Kind, visit, type ASTNode, type OperationDefinitionNode } from 'graphql';

const SUFFIX = '__as';

function isTaken(name: string): boolean {
  // What ends like a new name gets one too, so that no two names become one.
  return (
    name === 'representations' ||
    name.startsWith('contextualArgument_') ||
    name.endsWith(SUFFIX) ||
    name in Object.prototype
  );
}

/** @returns what has to be planned and run; the very node that was given when no name is taken */
export function separateVariables<Node extends ASTNode>(asked: Node): Node {
  let found = false;
  const separated = visit(asked, {
    Variable: (node) => {
      if (!isTaken(node.name.value)) return undefined;
      found = true;
      return { ...node, name: { ...node.name, kind: Kind.NAME, value: plannedVariable(node.name.value) } };
    },
  }) as Node;
  return found ? separated : asked;
}

/** The client's names of an operation's variables that run under another. */
export function takenVariables({ variableDefinitions = [] }: OperationDefinitionNode): readonly string[] {
  return variableDefinitions.map(({ variable }) => variable.name.value).filter(isTaken);
}

/** What a taken name is called in the plan and in a run. */
export function plannedVariable(name: string): string {
  return `${name}${SUFFIX}`;
}
