/** The client's variables as the operation declares them. */
import { getVariableValues, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { executeFault } from './errors.ts';
import { exactVariables } from './exact-variables.ts';
import { plannedVariable, takenVariables } from './separate-variables.ts';

export type Coerced = { readonly variables: Readonly<Record<string, unknown>> } | { readonly errors: readonly GraphQLError[] };

/** So many errors are told; the rest would say the same. */
const MAX_ERRORS = 20;

/** What an operation's variables are judged by. */
export interface VariableGround {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  /** Variables that must not be null: they stand in @skip and @include. */
  readonly conditions: readonly string[];
}

export function variableCoercer({ schema, operation, conditions }: VariableGround): (given: Readonly<Record<string, unknown>> | undefined) => Coerced {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return () => NO_VARIABLES;
  const exact = exactVariables(schema, definitions);
  const taken = takenVariables(operation);
  return (given = {}) => {
    const { variables, unreadable } = exact(given);
    if (unreadable.length > 0) return refused(`Variable "$${unreadable[0]}" got a number that is too large for any reader.`);
    const { coerced, errors } = getVariableValues(schema, definitions, variables as { [variable: string]: unknown }, { maxErrors: MAX_ERRORS });
    if (errors) return { errors: errors.map(coded) };
    const missing = conditions.find((name) => coerced[name] === null || coerced[name] === undefined);
    if (missing !== undefined) return refused(`Variable "$${missing}" of @skip or @include must be a Boolean, got nothing.`);
    for (const name of taken) coerced[plannedVariable(name)] = coerced[name];
    return { variables: coerced };
  };
}

function refused(message: string): Coerced {
  return { errors: [coded(new GraphQLError(message))] };
}

const NO_VARIABLES: Coerced = { variables: {} };

function coded(error: GraphQLError): GraphQLError {
  const { extensions } = executeFault('BAD_USER_INPUT');
  return new GraphQLError(error.message, { nodes: error.nodes, path: error.path, extensions, originalError: error.originalError });
}
