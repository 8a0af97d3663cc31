/** The client's variables as the operation declares them. */
import { getVariableValues, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { executeFault } from './errors.ts';

export type Coerced = { readonly variables: Readonly<Record<string, unknown>> } | { readonly errors: readonly GraphQLError[] };

/** So many errors are told; the rest would say the same. */
const MAX_ERRORS = 20;

/** @param conditions variables that must not be null: they stand in @skip and @include */
export function variableCoercer(schema: GraphQLSchema, operation: OperationDefinitionNode, conditions: readonly string[]): (given: Readonly<Record<string, unknown>> | undefined) => Coerced {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return () => NO_VARIABLES;
  return (given) => {
    const { coerced, errors } = getVariableValues(schema, definitions, (given ?? {}) as { [variable: string]: unknown }, { maxErrors: MAX_ERRORS });
    if (errors) return { errors: errors.map(coded) };
    const missing = conditions.find((name) => coerced[name] === null || coerced[name] === undefined);
    if (missing !== undefined) return { errors: [coded(new GraphQLError(`Variable "$${missing}" of @skip or @include must be a Boolean, got nothing.`))] };
    return { variables: coerced };
  };
}

const NO_VARIABLES: Coerced = { variables: {} };

function coded(error: GraphQLError): GraphQLError {
  const { extensions } = executeFault('BAD_USER_INPUT');
  return new GraphQLError(error.message, { nodes: error.nodes, path: error.path, extensions, originalError: error.originalError });
}
