/** A request's variables, and what of an operation's text hangs on them. */
import { Kind, valueFromASTUntyped, type OperationDefinitionNode, type ValueNode } from 'graphql';

export type RequestVariables = Readonly<Record<string, unknown>>;

/** Variables a request leaves out have their default. */
export function defaultsOf(operation: OperationDefinitionNode): RequestVariables {
  const given = (operation.variableDefinitions ?? []).filter(({ defaultValue }) => defaultValue !== undefined);
  return Object.fromEntries(
    given.map(({ variable, defaultValue }) => [variable.name.value, valueFromASTUntyped(defaultValue!)]),
  );
}

/** Whether a value in the text is, or holds, a variable. */
export function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => hasVariable(field.value));
  return value.kind === Kind.VARIABLE;
}
