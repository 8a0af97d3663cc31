/** A request's variables, their defaults, and the values in an operation's text that depend on them. */
import { Kind, valueFromASTUntyped, type OperationDefinitionNode, type ValueNode } from 'graphql';

/** Variables by name, as the request sends them: not validated yet. */
export type RequestVariables = Readonly<Record<string, unknown>>;

/** The defaults that an operation declares for its variables, by name. */
export function defaultsOf(operation: OperationDefinitionNode): RequestVariables {
  const defined = (operation.variableDefinitions ?? []).filter(({ defaultValue }) => defaultValue !== undefined);
  return Object.fromEntries(
    defined.map(({ variable, defaultValue }) => [variable.name.value, valueFromASTUntyped(defaultValue!)]),
  );
}

/** Whether a value in the text is a variable or contains one. */
export function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => hasVariable(field.value));
  return value.kind === Kind.VARIABLE;
}
