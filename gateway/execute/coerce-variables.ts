/** Coercion of the client's variables to the types that the operation declares. */
import { getVariableValues, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { NullPrototypeObject } from '../result/null-prototype-object.ts';
import { executeFault } from './errors.ts';
import { exactVariables } from './exact-variables.ts';
import { plannedVariable, separateVariables, takenVariables } from '../plan/workarounds/separate-variables.ts';

/** The coerced values, under the client's names (`variables`) and under the plan's (`planned`); or what is wrong with them. */
export type Coerced =
  | { readonly variables: Readonly<Record<string, unknown>>; readonly planned: Readonly<Record<string, unknown>> }
  | { readonly errors: readonly GraphQLError[] };

/** At most this many errors are reported. */
const MAX_ERRORS = 20;

/** What the variables of an operation are coerced by. */
export interface CoercionSource {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  /** Variables that must not be null, because @skip or @include uses them. */
  readonly conditions: readonly string[];
}

/** @returns a function that coerces the client's variables; errors have the code BAD_USER_INPUT */
export function variableCoercer({
  schema,
  operation,
  conditions,
}: CoercionSource): (sent: Readonly<Record<string, unknown>> | undefined) => Coerced {
  if (!operation.variableDefinitions?.length) return () => NO_VARIABLES;
  const definitions = separateVariables(operation).variableDefinitions!;
  const names = separated(takenVariables(operation));
  const exact = exactVariables(schema, definitions);
  return (sent = {}) => {
    const { variables, unreadable } = exact(names.toPlan(sent));
    if (unreadable.length > 0)
      return refused(names.inText(`Variable "$${unreadable[0]}" got a number that is too large for any reader.`));
    const { coerced, errors } = getVariableValues(schema, definitions, variables, {
      maxErrors: MAX_ERRORS,
    });
    if (errors) return { errors: errors.map((error) => coded(error, names.inText(error.message))) };
    const clientValues = names.toClient(coerced);
    const missing = conditions.find((name) => clientValues[name] === null || clientValues[name] === undefined);
    if (missing !== undefined)
      return refused(`Variable "$${missing}" of @skip or @include must be a Boolean, got nothing.`);
    return { variables: clientValues, planned: coerced };
  };
}

type Values = Readonly<Record<string, unknown>>;

/** Translates between the client's names of variables and the plan's. */
interface Names {
  readonly toPlan: (variables: Values) => Values;
  readonly toClient: (variables: Values) => Values;
  readonly inText: (message: string) => string;
}

const SAME: Names = {
  toPlan: (variables) => variables,
  toClient: (variables) => variables,
  inText: (message) => message,
};

function separated(taken: readonly string[]): Names {
  if (taken.length === 0) return SAME;
  const pairs = taken.map((name) => [name, plannedVariable(name)] as const);
  const renamed = (variables: Values, names: ReadonlyMap<string, string>): Values =>
    Object.assign(
      new NullPrototypeObject(),
      Object.fromEntries(Object.entries(variables).map(([name, value]) => [names.get(name) ?? name, value])),
    );
  const [toPlan, toClient] = [new Map(pairs), new Map(pairs.map(([name, planned]) => [planned, name]))];
  return {
    toPlan: (variables) => renamed(variables, toPlan),
    toClient: (variables) => renamed(variables, toClient),
    inText: (message) =>
      message.replace(/"\$(\w+)/, (whole, name: string) => (toClient.has(name) ? `"$${toClient.get(name)}` : whole)),
  };
}

function refused(message: string): Coerced {
  return { errors: [coded(new GraphQLError(message))] };
}

const NO_VARIABLES: Coerced = { variables: {}, planned: {} };

function coded(error: GraphQLError, message = error.message): GraphQLError {
  const { extensions } = executeFault('BAD_USER_INPUT');
  return new GraphQLError(message, {
    nodes: error.nodes,
    path: error.path,
    extensions,
    originalError: error.originalError,
  });
}
