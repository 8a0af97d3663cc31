/**
 * A request's variables with only what their caller's own schema has. A name that is hidden from a caller must weigh what a name
 * that does not exist weighs, which is nothing: the refusal of a price comes before that of coercion, and would tell which is which.
 */
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  typeFromAST,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { RequestVariables } from '../variables.ts';

/** In the place of an enum's value that the schema lacks: no enum has it. */
const NO_VALUE = '';

/**
 * @param schema the caller's own, against which `operation` is valid
 * @returns takes out what `schema` lacks, whether it is hidden or not there; of what is valid nothing
 */
export function seenVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): (variables: RequestVariables) => RequestVariables {
  const types = new Map(
    (operation.variableDefinitions ?? []).flatMap(({ variable, type: node }) => {
      const type = typeFromAST(schema, node as never);
      const named = type && isInputType(type) ? getNamedType(type) : undefined;
      return isEnumType(named) || isInputObjectType(named) ? [[variable.name.value, named] as const] : [];
    }),
  );
  if (types.size === 0) return (variables) => variables;
  return (variables) =>
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, seen(types.get(name), value)]));
}

function seen(type: GraphQLNamedType | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => seen(type, each));
  if (isEnumType(type)) return seenInEnum(type, value);
  return isInputObjectType(type) && typeof value === 'object' && value !== null ? seenInObject(type, value) : value;
}

function seenInEnum(type: GraphQLEnumType, value: unknown): unknown {
  return typeof value !== 'string' || type.getValue(value) ? value : NO_VALUE;
}

function seenInObject(type: GraphQLInputObjectType, value: object): object {
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) =>
      Object.hasOwn(fields, name) ? [[name, seen(getNamedType(fields[name]!.type), each)]] : [],
    ),
  );
}
