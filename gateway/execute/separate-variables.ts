/**
 * A fetch for entities has a variable of the planner's own, `$representations`, and one that takes from a context has
 * `$contextualArgument_…`. A client's variable of such a name is planned under another name, and runs under both.
 */
import { Kind, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';

const SUFFIX = '__as';
/** What ends like a new name gets one too, so that no two names become one. */
const TAKEN = new RegExp(`^representations$|^contextualArgument_|${SUFFIX}$`);

/** @returns the operation as it has to be planned; the very document that was given when no name is taken */
export function separateVariables(document: DocumentNode): DocumentNode {
  const isTaken = document.definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION && takenVariables(definition).length > 0);
  if (!isTaken) return document;
  return visit(document, {
    Variable: (node) => (TAKEN.test(node.name.value) ? { ...node, name: { ...node.name, value: plannedVariable(node.name.value) } } : undefined),
  });
}

/** The client's names of an operation's variables that are planned under another. */
export function takenVariables({ variableDefinitions = [] }: OperationDefinitionNode): readonly string[] {
  return variableDefinitions.map(({ variable }) => variable.name.value).filter((name) => TAKEN.test(name));
}

/** What a taken name is planned as. */
export function plannedVariable(name: string): string {
  return `${name}${SUFFIX}`;
}
