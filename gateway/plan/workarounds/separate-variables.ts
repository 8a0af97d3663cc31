/**
 * A fetch of entities has the planner's own variable `$representations`, and one with a context has `$contextualArgument_…`; JavaScript
 * objects have a `constructor` and a `__proto__`. A client's variable of such a name is planned and run under another name.
 */
import { Kind, visit, type ASTNode, type OperationDefinitionNode } from 'graphql';

const SUFFIX = '__as';

function isTaken(name: string): boolean {
  // A name that ends like a new name is renamed too, so that no two names coincide.
  return (
    name === 'representations' ||
    name.startsWith('contextualArgument_') ||
    name.endsWith(SUFFIX) ||
    name in Object.prototype
  );
}

/** @returns the node to plan and run; the very same node when no name is taken */
export function separateVariables<Node extends ASTNode>(node: Node): Node {
  return visit<Node>(node, {
    Variable: (variable) => {
      const { value } = variable.name;
      return isTaken(value)
        ? { ...variable, name: { ...variable.name, kind: Kind.NAME, value: plannedVariable(value) } }
        : undefined;
    },
  });
}

/** @returns the names of an operation's variables that run under another name */
export function takenVariables({ variableDefinitions = [] }: OperationDefinitionNode): readonly string[] {
  return variableDefinitions.map(({ variable }) => variable.name.value).filter(isTaken);
}

/** @returns the plan's name for a taken name */
export function plannedVariable(name: string): string {
  return `${name}${SUFFIX}`;
}
